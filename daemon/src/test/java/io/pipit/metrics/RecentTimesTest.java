package io.pipit.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RecentTimesTest {
  private final RecentTimes times = new RecentTimes(4);

  @Test
  void nothingHasNoMedian() {
    assertEquals(0, times.quantile(0.5));
  }

  @Test
  void quantilesAreByNearestRank() {
    for (long t : new long[] {40, 10, 30, 20}) {
      times.add(t);
    }
    assertEquals(20, times.quantile(0.5));
    assertEquals(40, times.quantile(0.95));
    assertEquals(10, times.quantile(0));
  }

  @Test
  void onlyTheRecentOnesCount() {
    for (long t = 1; t <= 100; t++) {
      times.add(t);
    }
    assertEquals(98, times.quantile(0.5));
    assertEquals(100, times.count());
  }
}
