package io.pipit.camera;

import io.pipit.event.Decoder;
import io.pipit.scene.Frame;
import org.jspecify.annotations.Nullable;

/** A source of frames. Used by one thread, except for {@link #close} and {@link #decoder}. */
public interface Camera extends AutoCloseable {
  /** The name that the configuration gives it. */
  String name();

  /**
   * Opens the device, file or connection. A camera can be opened again after {@link #close}.
   *
   * @throws CameraException with a line for the user when it can't be opened
   */
  void open() throws CameraException, InterruptedException;

  /**
   * Waits for the next frame, reads it into {@code buffer} and notes there when it was captured.
   *
   * @return how the pixels lie, or null when a finite source has ended
   * @throws CameraException when the source failed or no frame came in time
   */
  Frame.@Nullable Layout read(FrameBuffer buffer) throws CameraException, InterruptedException;

  /** What decodes its frames at present; from any thread. */
  default Decoder decoder() {
    return Decoder.NONE;
  }

  /** The stream that they are decoded from, as it was last; from any thread. */
  default VideoStream stream() {
    return VideoStream.NONE;
  }

  /**
   * Resets the device, as if it were unplugged and plugged in again. Called while the camera is
   * closed.
   *
   * @return whether the device can be reset, and was
   */
  default boolean reset() throws InterruptedException {
    return false;
  }

  /** Ends the source and the processes that it started; from any thread, any number of times. */
  @Override
  void close();
}
