package io.pipit.camera;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a camera has given no frame, and so whether opening it again is still enough. Its device
 * is reset after a while, then after twice that, and so on. Used by the camera's thread.
 */
final class Outage {
  private final @Nullable Duration reset;
  private boolean begun;
  private boolean deviceAway;
  private long sinceNanos;
  private long resetNanos;

  /**
   * No outage.
   *
   * @param reset how long an outage must last before the device is reset; null: it never is
   */
  Outage(@Nullable Duration reset) {
    this.reset = reset;
  }

  /**
   * The camera has failed, or could not be opened.
   *
   * @param away its device is not there
   * @return whether its device is to be reset now
   */
  boolean failed(boolean away, long nowNanos) {
    deviceAway |= away;
    if (!begun) {
      begun = true;
      sinceNanos = nowNanos;
      resetNanos = reset == null ? 0 : reset.toNanos();
    }
    if (reset == null || nowNanos - sinceNanos < resetNanos) {
      return false;
    }
    resetNanos *= 2;
    return true;
  }

  /** The camera was opened; returns whether its device had been away. */
  boolean opened() {
    boolean back = deviceAway;
    deviceAway = false;
    return back;
  }

  /** A frame has come. */
  void over() {
    begun = false;
  }
}
