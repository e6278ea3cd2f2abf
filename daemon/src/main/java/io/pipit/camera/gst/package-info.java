/** Cameras and files through GStreamer, in a child process. */
@NullMarked
package io.pipit.camera.gst;

import org.jspecify.annotations.NullMarked;
