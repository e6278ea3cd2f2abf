package io.pipit.scene;

import java.nio.ByteBuffer;

/**
 * One frame on its way from a camera to the detector: 8-bit RGB rows, possibly scaled down from the
 * camera's own frame with its aspect ratio kept. The pixels live in a buffer that is used again:
 * whoever holds a frame closes it, once, and does not touch its pixels afterwards.
 */
public final class Frame implements AutoCloseable {
  private final String camera;
  private final long number;
  private final FrameTime time;
  private final Layout layout;
  private final ByteBuffer pixels;
  private final long captureNanos;
  private final Runnable release;
  private boolean closed;

  /**
   * How the pixels lie, and the camera's frame they show.
   *
   * @param width pixels in a row of the buffer
   * @param height rows in the buffer
   * @param stride bytes from one row to the next, at least {@code 3 * width}
   * @param frameWidth width of the camera's own frame
   * @param frameHeight height of the camera's own frame
   */
  public record Layout(int width, int height, int stride, int frameWidth, int frameHeight) {
    public Layout {
      if (width < 1 || height < 1 || frameWidth < 1 || frameHeight < 1) {
        throw new IllegalArgumentException(
            "frame: width and height must be at least 1, got "
                + (width + "x" + height + " of " + frameWidth + "x" + frameHeight));
      }
      if (stride < 3L * width) {
        throw new IllegalArgumentException(
            "frame: stride must be at least " + 3L * width + " bytes, got " + stride);
      }
      if ((long) stride * height > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "frame: a frame must take less than 2 GiB, got " + width + "x" + height);
      }
    }

    /** Rows without padding, not scaled. */
    public static Layout packed(int width, int height) {
      return new Layout(width, height, 3 * width, width, height);
    }

    /** Bytes that a frame of this layout takes. */
    public int bytes() {
      return stride * height;
    }
  }

  /**
   * A frame that has just been read.
   *
   * @param camera the camera's name
   * @param number counts the camera's captured frames from 0
   * @param pixels RGB bytes from index 0 on, {@code layout.bytes()} of them
   * @param captureNanos how long the camera took to read the frame
   * @param release gives the buffer back; called once
   */
  public Frame(
      String camera,
      long number,
      FrameTime time,
      Layout layout,
      ByteBuffer pixels,
      long captureNanos,
      Runnable release) {
    if (pixels.capacity() < layout.bytes()) {
      throw new IllegalArgumentException(
          "frame: " + layout.bytes() + " bytes are needed, got " + pixels.capacity());
    }
    this.camera = camera;
    this.number = number;
    this.time = time;
    this.layout = layout;
    this.pixels = pixels;
    this.captureNanos = captureNanos;
    this.release = release;
  }

  public String camera() {
    return camera;
  }

  public long number() {
    return number;
  }

  public FrameTime time() {
    return time;
  }

  public Layout layout() {
    return layout;
  }

  /** The RGB bytes; read by absolute index only. */
  public ByteBuffer pixels() {
    return pixels;
  }

  public long captureNanos() {
    return captureNanos;
  }

  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException("frame " + number + " of " + camera + " was closed twice");
    }
    closed = true;
    release.run();
  }
}
