package io.pipit.util;

import java.time.Duration;

/**
 * Limits a repeated failure to one line of log per period, with a count. Safe for several threads.
 */
public final class LogPeriod {
  private final long periodNanos;
  private long lastReport;
  private boolean reported;
  private long since;

  public LogPeriod(Duration period) {
    periodNanos = period.toNanos();
  }

  /**
   * Counts one more.
   *
   * @return how often it happened since the last report, when the next report is due; else 0
   */
  public synchronized long count(long nowNanos) {
    since++;
    if (reported && nowNanos - lastReport < periodNanos) {
      return 0;
    }
    reported = true;
    lastReport = nowNanos;
    long times = since;
    since = 0;
    return times;
  }
}
