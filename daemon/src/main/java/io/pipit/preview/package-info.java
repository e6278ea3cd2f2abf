/** Images of frames for people, made only while somebody asks. */
@NullMarked
package io.pipit.preview;

import org.jspecify.annotations.NullMarked;
