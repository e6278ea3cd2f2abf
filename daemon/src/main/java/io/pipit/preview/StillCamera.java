package io.pipit.preview;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.Cameras;
import io.pipit.camera.FrameBuffer;
import io.pipit.config.CameraSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.scene.Frame;

/** One frame of a camera that no daemon has open. */
public final class StillCamera implements AutoCloseable {
  /** Longer side of a frame at most; smaller ones stay as they are. */
  private static final int MAX_SIDE = 1920;

  /** A camera's first frames are dark or blurred, until it has adjusted itself. */
  private static final int LIVE_FRAME = 10;

  private final Camera camera;
  private final Frame frame;

  /**
   * Opens the camera and takes the frame.
   *
   * @throws UserException when it gives none
   */
  public StillCamera(CameraSettings settings) throws InterruptedException {
    Cameras.check(settings);
    camera = Cameras.create(settings, MAX_SIDE, MAX_SIDE, true);
    try {
      frame = take(settings);
    } catch (RuntimeException | InterruptedException e) {
      camera.close();
      throw e;
    }
  }

  private Frame take(CameraSettings settings) throws InterruptedException {
    String name = settings.name();
    FrameBuffer buffer = new FrameBuffer();
    Frame.Layout layout = null;
    try {
      camera.open();
      for (int i = Cameras.isLive(settings) ? LIVE_FRAME : 1; i > 0; i--) {
        Frame.Layout next = camera.read(buffer);
        layout = next != null ? next : layout;
      }
    } catch (CameraException e) {
      throw new UserException(ExitCode.UNAVAILABLE, "camera " + name + ": " + e.getMessage(), e);
    }
    if (layout == null) {
      throw new UserException(ExitCode.DATA, "camera " + name + ": it ended without a frame");
    }
    return new Frame(name, 0, buffer.captured(), layout, buffer.pixels(), 0, () -> {});
  }

  /** The frame; until this is closed. */
  public Frame frame() {
    return frame;
  }

  @Override
  public void close() {
    camera.close();
  }
}
