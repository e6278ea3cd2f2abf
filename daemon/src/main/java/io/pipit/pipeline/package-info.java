/** The stages that a frame passes, one after the other, and the thread that runs them. */
@NullMarked
package io.pipit.pipeline;

import org.jspecify.annotations.NullMarked;
