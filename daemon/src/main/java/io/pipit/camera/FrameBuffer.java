package io.pipit.camera;

import io.pipit.scene.FrameTime;
import java.nio.ByteBuffer;

/** Direct memory for one picture; grows to the largest picture it has held, then stays. */
public final class FrameBuffer {
  private ByteBuffer pixels = ByteBuffer.allocateDirect(0);
  private FrameTime arrived = new FrameTime(0, 0);

  /** The memory, at least {@code bytes} of it, position 0 and limit {@code bytes}. */
  public ByteBuffer ofSize(int bytes) {
    if (pixels.capacity() < bytes) {
      pixels = ByteBuffer.allocateDirect(bytes);
    }
    return pixels.clear().limit(bytes);
  }

  /** The memory as last sized. */
  public ByteBuffer pixels() {
    return pixels;
  }

  /** A camera calls this the moment a picture begins to come: that is the frame's time. */
  public void markArrival() {
    arrived = FrameTime.now();
  }

  /** When the picture began to come. */
  public FrameTime arrived() {
    return arrived;
  }
}
