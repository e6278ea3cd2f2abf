package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScoresTest {
  private final Scores scores = new Scores();

  @Test
  void theMedianIsTheMiddleOneOrTheLowerOfTwo() {
    assertEquals(0, scores.median());
    scores.add(0.9f);
    assertEquals(0.9f, scores.median());
    scores.add(0.3f);
    assertEquals(0.3f, scores.median());
    scores.add(0.5f);
    assertEquals(0.5f, scores.median());
  }

  @Test
  void onlyTheLastTenCount() {
    for (int i = 0; i < 25; i++) {
      scores.add(0.2f);
    }
    for (int i = 0; i < 6; i++) {
      assertEquals(0.2f, scores.median());
      scores.add(0.8f);
    }
    assertEquals(0.8f, scores.median());
  }
}
