package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DebounceTest {
  private final Debounce debounce = new Debounce(Duration.ofNanos(50), false);

  @Test
  void aChangeCountsWhenItHasLasted() {
    debounce.edge(1000);
    assertEquals(50, debounce.nanosToLook(1000));
    assertFalse(debounce.look(true, 1049));
    assertEquals(1, debounce.nanosToLook(1049));
    assertTrue(debounce.look(true, 1050));
    assertTrue(debounce.active());
    assertEquals(Debounce.NEVER, debounce.nanosToLook(1050));
  }

  @Test
  void eachBounceRestartsTheWait() {
    for (long now = 1000; now < 2000; now += 40) {
      debounce.edge(now);
      assertFalse(debounce.look(now % 80 == 0, now));
    }
    assertFalse(debounce.active());
    assertTrue(debounce.look(true, 2100));
    assertFalse(debounce.look(true, 2101));
  }

  @Test
  void aGlitchChangesNothing() {
    debounce.edge(1000);
    debounce.edge(1010);
    assertFalse(debounce.look(false, 1060));
    assertFalse(debounce.active());
    assertEquals(Debounce.NEVER, debounce.nanosToLook(1060));
  }

  @Test
  void aLostEdgeIsFoundAndDebounced() {
    assertFalse(debounce.look(true, 1000));
    assertEquals(50, debounce.nanosToLook(1000));
    assertTrue(debounce.look(true, 1050));
  }

  @Test
  void withoutDebounceAnEdgeCountsAtOnce() {
    Debounce quick = new Debounce(Duration.ZERO, true);
    quick.edge(5);
    assertEquals(0, quick.nanosToLook(5));
    assertTrue(quick.look(false, 5));
  }

  @Test
  void whatIsForgottenIsNotWaitedFor() {
    debounce.edge(1000);
    debounce.forget();
    assertEquals(Debounce.NEVER, debounce.nanosToLook(1000));
    assertFalse(debounce.look(false, 1100));
  }
}
