/** Boxes over time, by the frame's time, never by the clock. */
@NullMarked
package io.pipit.track;

import org.jspecify.annotations.NullMarked;
