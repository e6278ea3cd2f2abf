/**
 * Sources of frames, each on a thread of its own; the newest frame waits in the inbox of the
 * pipeline.
 */
@NullMarked
package io.pipit.camera;

import org.jspecify.annotations.NullMarked;
