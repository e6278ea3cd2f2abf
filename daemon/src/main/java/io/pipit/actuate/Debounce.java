package io.pipit.actuate;

import java.time.Duration;

/**
 * Turns a bouncing level into changes that have lasted: an edge restarts the wait, and the level at
 * its end counts. It reads no clock; all times are {@link System#nanoTime}'s.
 */
final class Debounce {
  /** Nothing to wait for. */
  static final long NEVER = Long.MAX_VALUE;

  private final long nanos;
  private boolean active;
  private boolean waiting;
  private long lastEdge;

  Debounce(Duration time, boolean active) {
    nanos = time.toNanos();
    this.active = active;
  }

  /** The last state that counted. */
  boolean active() {
    return active;
  }

  /** The level may have changed. */
  void edge(long now) {
    waiting = true;
    lastEdge = now;
  }

  /**
   * Takes the state as it is now; it need not be time yet. A state that differs without an edge is
   * an edge that was lost.
   *
   * @return whether the state that counts has changed
   */
  boolean look(boolean activeNow, long now) {
    if (!waiting && activeNow != active) {
      edge(now);
    }
    if (!waiting || now - lastEdge < nanos) {
      return false;
    }
    waiting = false;
    boolean changed = activeNow != active;
    active = activeNow;
    return changed;
  }

  /** Waits no longer; a state that differs will be found. */
  void forget() {
    waiting = false;
  }

  /** How long until it is time to look: nanoseconds, 0 or more, or NEVER. */
  long nanosToLook(long now) {
    return waiting ? Math.max(0, nanos - (now - lastEdge)) : NEVER;
  }
}
