/** Whether anything has changed in a camera's view, so that the model must examine a frame. */
@NullMarked
package io.pipit.motion;

import org.jspecify.annotations.NullMarked;
