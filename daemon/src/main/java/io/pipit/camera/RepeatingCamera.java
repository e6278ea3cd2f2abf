package io.pipit.camera;

import io.pipit.event.Decoder;
import io.pipit.scene.Frame.Layout;
import org.jspecify.annotations.Nullable;

/** Begins a finite source again when it ends. */
public final class RepeatingCamera implements Camera {
  private final Camera camera;
  private boolean shown;

  public RepeatingCamera(Camera camera) {
    this.camera = camera;
  }

  @Override
  public String name() {
    return camera.name();
  }

  @Override
  public void open() throws CameraException, InterruptedException {
    camera.open();
    shown = false;
  }

  @Override
  public @Nullable Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    Layout layout = camera.read(buffer);
    if (layout == null) {
      if (!shown) {
        throw CameraException.permanent("it has no frames");
      }
      open();
      layout = camera.read(buffer);
    }
    shown |= layout != null;
    return layout;
  }

  @Override
  public Decoder decoder() {
    return camera.decoder();
  }

  @Override
  public VideoStream stream() {
    return camera.stream();
  }

  @Override
  public void close() {
    camera.close();
  }
}
