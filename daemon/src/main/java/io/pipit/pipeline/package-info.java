/** The one loop, and the straight line from a frame to the world. */
@NullMarked
package io.pipit.pipeline;

import org.jspecify.annotations.NullMarked;
