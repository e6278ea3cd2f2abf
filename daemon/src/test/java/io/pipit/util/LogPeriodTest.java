package io.pipit.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogPeriodTest {
  private final LogPeriod period = new LogPeriod(Duration.ofNanos(100));

  @Test
  void theFirstIsReportedAtOnceWhateverTheClockSays() {
    assertEquals(1, period.count(Long.MIN_VALUE));
    assertEquals(1, new LogPeriod(Duration.ofNanos(100)).count(0));
    assertEquals(1, new LogPeriod(Duration.ofNanos(100)).count(Long.MAX_VALUE));
  }

  @Test
  void theOthersAreCountedAndLoggedOncePerPeriod() {
    assertEquals(1, period.count(1000));
    for (int now = 1000; now < 1100; now++) {
      assertEquals(0, period.count(now));
    }
    assertEquals(101, period.count(1100));
    assertEquals(0, period.count(1101));
    assertEquals(2, period.count(5000));
  }

  @Test
  void aClockThatWrapsAroundChangesNothing() {
    long now = Long.MAX_VALUE - 10;
    assertEquals(1, period.count(now));
    assertEquals(0, period.count(now + 99));
    assertEquals(2, period.count(now + 100));
  }
}
