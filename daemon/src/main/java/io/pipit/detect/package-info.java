/** The model: from a frame's pixels to boxes. The only user of org.pytorch. */
@NullMarked
package io.pipit.detect;

import org.jspecify.annotations.NullMarked;
