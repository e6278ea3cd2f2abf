package io.pipit.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final long BUDGET = Duration.ofSeconds(20).toNanos();

  private final Heartbeats heartbeats = new Heartbeats(Duration.ofSeconds(20));
  private final Heartbeat camera = heartbeats.of("camera");
  private final Heartbeat inference = heartbeats.of("inference");

  @Test
  void nothingIsDueAtFirst() {
    assertEquals(List.of(), late(1000 * BUDGET));
  }

  @Test
  void aBeatPromisesTheNextWithinTheBudget() {
    camera.beat();
    assertEquals(List.of(), late(BUDGET / 2));
    assertEquals(List.of("camera"), late(2 * BUDGET));
    camera.beat(5 * BUDGET);
    assertEquals(List.of(), late(2 * BUDGET));
    assertEquals(List.of("camera"), late(6 * BUDGET));
  }

  @Test
  void newWorkDoesNotPutOffWhatIsDue() {
    inference.beat(0);
    inference.due();
    assertEquals(List.of("inference"), late(BUDGET / 2));
    inference.done();
    assertEquals(List.of(), late(1000 * BUDGET));
    inference.due();
    assertEquals(List.of(), late(BUDGET / 2));
    assertEquals(List.of("inference"), late(2 * BUDGET));
  }

  private List<String> late(long nanosFromNow) {
    return heartbeats.late(System.nanoTime() + nanosFromNow);
  }
}
