package io.pipit.util;

import java.time.Duration;

/**
 * Keeps repeating trouble to one line of log per period, with a count. Safe for several threads.
 */
public final class LogPeriod {
  private final long periodNanos;
  private long lastTold;
  private boolean everTold;
  private long since;

  public LogPeriod(Duration period) {
    periodNanos = period.toNanos();
  }

  /**
   * Counts one more.
   *
   * @return how often it happened since it was last told, when it is time to tell; else 0
   */
  public synchronized long count(long nowNanos) {
    since++;
    if (everTold && nowNanos - lastTold < periodNanos) {
      return 0;
    }
    everTold = true;
    lastTold = nowNanos;
    long told = since;
    since = 0;
    return told;
  }
}
