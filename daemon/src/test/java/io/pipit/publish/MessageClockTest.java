package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MessageClockTest {
  private long nanos = -5_000_000; // nanoTime may be negative
  private long wall = 1_795_515_331_007L;
  private final MessageClock clock = new MessageClock(() -> nanos, () -> wall);

  @Test
  void millisecondsCountFromTheStart() {
    assertEquals(0, clock.stamp().monoMillis());
    nanos += 1_999_999;
    assertEquals(1, clock.stamp().monoMillis());
    nanos += 1;
    assertEquals(2, clock.stamp().monoMillis());
  }

  @Test
  void theStepOfAWallClockMovesNoMilliseconds() {
    nanos += 3_000_000;
    wall -= 86_400_000;
    assertEquals(3, clock.stamp().monoMillis());
    assertEquals("2026-11-23T10:15:31.007Z", MessageClock.format(clock.stamp().wallMillis()));
  }

  @Test
  void timesAreUtcAndAlwaysHaveThreeDecimals() {
    assertEquals("2026-11-24T10:15:31.007Z", MessageClock.format(clock.stamp().wallMillis()));
    assertEquals("1970-01-01T00:00:00.000Z", MessageClock.format(0));
    assertEquals("1969-12-31T23:59:59.999Z", MessageClock.format(-1));
  }
}
