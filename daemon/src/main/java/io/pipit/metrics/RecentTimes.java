package io.pipit.metrics;

import java.util.Arrays;

/** The last so many durations, for a median and a 95th percentile. Safe for several threads. */
public final class RecentTimes {
  private final long[] nanos;
  private long count;

  public RecentTimes(int capacity) {
    nanos = new long[capacity];
  }

  public synchronized void add(long duration) {
    nanos[(int) (count++ % nanos.length)] = duration;
  }

  /** How many were added, ever. */
  public synchronized long count() {
    return count;
  }

  /**
   * The duration in nanoseconds that the given fraction of the recent ones does not exceed, by
   * nearest rank; 0 when there are none.
   *
   * @param fraction 0 to 1: 0.5 is the median
   */
  public synchronized long quantile(double fraction) {
    int size = (int) Math.min(count, nanos.length);
    if (size == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(fraction * size) - 1)];
  }
}
