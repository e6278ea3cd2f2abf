package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void theDelayDoublesUpToAMinute() {
    assertEquals(List.of(1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L), delays(0));
    assertEquals(List.of(1500L, 3000L, 6000L, 12000L, 24000L, 45000L, 45000L), delays(0.5));
    assertEquals(List.of(2000L, 4000L, 8000L, 16000L, 32000L, 60000L, 60000L), delays(1));
  }

  private static List<Long> delays(double chance) {
    Backoff backoff = new Backoff(() -> chance);
    return IntStream.range(0, 7).mapToObj(i -> backoff.next().toMillis()).toList();
  }

  @Test
  void itStaysWithinItsBoundsHoweverOftenItFails() {
    Backoff backoff = new Backoff(new Random(1)::nextDouble);
    for (int i = 1; i <= 10_000; i++) {
      Duration delay = backoff.next();
      assertTrue(delay.toMillis() >= 1000 && delay.toSeconds() <= 60, "" + delay);
      assertEquals(i, backoff.failures());
    }
  }

  @Test
  void afterAResetAFailureIsAFirstOne() {
    Backoff backoff = new Backoff(() -> 0);
    backoff.next();
    backoff.next();
    backoff.reset();
    assertEquals(0, backoff.failures());
    assertEquals(Duration.ofSeconds(1), backoff.next());
  }
}
