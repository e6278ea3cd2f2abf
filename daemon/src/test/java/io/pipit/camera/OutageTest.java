package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final Outage outage = new Outage(Duration.ofMinutes(2));

  @Test
  void theDeviceIsResetAfterAWhileAndThenLessAndLessOften() {
    assertFalse(outage.failed(false, minutes(10)));
    assertFalse(outage.failed(false, minutes(11)));
    assertTrue(outage.failed(false, minutes(12)));
    assertFalse(outage.failed(false, minutes(13)));
    assertTrue(outage.failed(false, minutes(14)));
    assertFalse(outage.failed(false, minutes(17)));
    assertTrue(outage.failed(false, minutes(18)));
  }

  @Test
  void aPictureEndsTheOutage() {
    assertFalse(outage.failed(false, minutes(10)));
    outage.over();
    assertFalse(outage.failed(false, minutes(100)));
    assertTrue(outage.failed(false, minutes(102)));
  }

  @Test
  void tellsThatADeviceThatHadBeenAwayIsBackOnce() {
    outage.failed(true, 0);
    outage.failed(false, 1);
    assertTrue(outage.opened());
    assertFalse(outage.opened());
  }

  @Test
  void neverMeansNever() {
    assertFalse(new Outage(null).failed(false, 0));
    assertFalse(new Outage(null).failed(false, Long.MAX_VALUE));
  }

  private static long minutes(long minutes) {
    return Duration.ofMinutes(minutes).toNanos();
  }
}
