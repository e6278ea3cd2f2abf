package io.pipit.camera;

import io.pipit.scene.FrameTime;
import java.nio.ByteBuffer;

/** Direct memory for one frame; grows to the largest frame it has held, then stays. */
public final class FrameBuffer {
  private ByteBuffer pixels = ByteBuffer.allocateDirect(0);
  private FrameTime captured = new FrameTime(0, 0);
  private long begun;
  private long streamNanos = -1;
  private int skipped;

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

  /** A camera calls this the moment a frame begins to come, where that is the frame's time. */
  public void markArrival() {
    captured(System.nanoTime(), -1, 0);
  }

  /**
   * A camera calls this the moment a frame begins to come that has a time of its own.
   *
   * @param monoNanos when it was captured, by the clock of {@link System#nanoTime}
   * @param sinceStart nanoseconds since the stream's beginning; -1: unknown
   * @param leftOut frames that were too old to be decoded, since the last one
   */
  public void captured(long monoNanos, long sinceStart, int leftOut) {
    begun = System.nanoTime();
    long age = Math.max(0, begun - monoNanos);
    captured = new FrameTime(begun - age, System.currentTimeMillis() - age / 1_000_000);
    streamNanos = sinceStart;
    skipped = leftOut;
  }

  /** When the frame was captured. */
  public FrameTime captured() {
    return captured;
  }

  /** When the frame began to come, by the clock of {@link System#nanoTime}. */
  public long begun() {
    return begun;
  }

  /** Nanoseconds from the stream's beginning to the frame; -1: unknown. */
  public long streamNanos() {
    return streamNanos;
  }

  /** Frames before this one that were left out because they were too old. */
  public int skipped() {
    return skipped;
  }
}
