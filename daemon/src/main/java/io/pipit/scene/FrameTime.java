package io.pipit.scene;

/**
 * When a frame was captured, on both clocks. Logic uses the monotonic one only; a jump of the wall
 * clock changes no track and no rule.
 *
 * @param monoNanos {@link System#nanoTime} at capture
 * @param wallMillis milliseconds since 1970 at capture, for people and logs
 */
public record FrameTime(long monoNanos, long wallMillis) {
  public static FrameTime now() {
    return new FrameTime(System.nanoTime(), System.currentTimeMillis());
  }

  /** So much later, on both clocks. */
  public FrameTime plusNanos(long nanos) {
    return new FrameTime(monoNanos + nanos, wallMillis + nanos / 1_000_000);
  }

  /** Nanoseconds from {@code earlier} to this, by the monotonic clock. */
  public long nanosSince(FrameTime earlier) {
    return monoNanos - earlier.monoNanos;
  }
}
