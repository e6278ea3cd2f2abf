package io.pipit.publish.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = Long.MAX_VALUE - SECOND / 2; // the clock may wrap around
  private final ClientLimits limits = new ClientLimits(() -> now);

  @Test
  void aHundredLinesASecondAreFineAndOneMoreIsNot() {
    assertEquals(100, timesUntilFalse(limits::command));
    now += SECOND - 1;
    assertFalse(limits.command());
    now += 1;
    assertEquals(100, timesUntilFalse(limits::command));
  }

  @Test
  void twentyErrorsInTenSecondsAreFineAndOneMoreIsNot() {
    assertEquals(20, timesUntilFalse(limits::error));
    now += 10 * SECOND - 1;
    assertFalse(limits.error());
    now += 1;
    assertEquals(20, timesUntilFalse(limits::error));
  }

  @Test
  void aMebibyteASecondIsFineAndOneByteMoreIsNot() {
    assertTrue(limits.bytes(1024 * 1024 - 1));
    assertTrue(limits.bytes(1));
    assertFalse(limits.bytes(1));
    now += SECOND;
    assertTrue(limits.bytes(1024 * 1024));
  }

  @Test
  void eachLimitCountsForItself() {
    assertEquals(20, timesUntilFalse(limits::error));
    assertFalse(limits.bytes(2 * 1024 * 1024));
    assertTrue(limits.command());
  }

  private static int timesUntilFalse(BooleanSupplier limit) {
    int times = 0;
    while (times < 1000 && limit.getAsBoolean()) {
      times++;
    }
    return times;
  }
}
