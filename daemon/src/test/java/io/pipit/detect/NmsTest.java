package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.scene.ConfusableClasses;
import java.util.List;
import org.junit.jupiter.api.Test;

class NmsTest {
  private static final ConfusableClasses CLASSES =
      new ConfusableClasses(List.of("car", "truck", "person"));

  private final Candidates candidates = new Candidates();

  @Test
  void keepsTheBestOfOverlappingBoxesOfAClass() {
    candidates.add(0, 0.5f, 0, 0, 10, 10);
    candidates.add(0, 0.9f, 1, 0, 11, 10);
    Nms nms = new Nms(CLASSES, 0.45f, 100);
    assertEquals(1, nms.suppress(candidates));
    assertEquals(1, nms.kept(0));
  }

  @Test
  void oneLorryIsNotACarAsWell() {
    candidates.add(0, 0.5f, 0, 0, 100, 10);
    candidates.add(1, 0.9f, 0, 0, 89, 10);
    Nms nms = new Nms(CLASSES, 0.45f, 100);
    assertEquals(1, nms.suppress(candidates));
    assertEquals(1, nms.kept(0));
  }

  @Test
  void aCarBeforeALorryIsAnObjectOfItsOwn() {
    candidates.add(0, 0.5f, 0, 0, 100, 10);
    candidates.add(1, 0.9f, 0, 0, 59, 10);
    assertEquals(2, new Nms(CLASSES, 0.45f, 100).suppress(candidates));
  }

  @Test
  void whileNoneIsSureBothGuessesStay() {
    candidates.add(0, 0.38f, 0, 0, 100, 10);
    candidates.add(1, 0.39f, 0, 0, 100, 10);
    assertEquals(2, new Nms(CLASSES, 0.45f, 100).suppress(candidates));
  }

  @Test
  void withinAClassTheLimitIsTheSettingsAlone() {
    candidates.add(0, 0.5f, 0, 0, 100, 10);
    candidates.add(0, 0.9f, 0, 0, 89, 10);
    assertEquals(2, new Nms(CLASSES, 0.95f, 100).suppress(candidates));
  }

  @Test
  void classesThatNobodyConfusesAreLeftAlone() {
    candidates.add(0, 0.5f, 0, 0, 10, 10);
    candidates.add(2, 0.9f, 0, 0, 10, 10);
    assertEquals(2, new Nms(CLASSES, 0.45f, 100).suppress(candidates));
  }

  @Test
  void aSuppressedBoxSuppressesNothing() {
    candidates.add(0, 0.9f, 0, 0, 10, 10);
    candidates.add(0, 0.8f, 4, 0, 14, 10);
    candidates.add(0, 0.7f, 8, 0, 18, 10);
    Nms nms = new Nms(CLASSES, 0.4f, 100);
    assertEquals(2, nms.suppress(candidates));
    assertEquals(0, nms.kept(0));
    assertEquals(2, nms.kept(1));
  }

  @Test
  void survivorsComeBestFirstAndAreLimited() {
    for (int i = 0; i < 400; i++) {
      candidates.add(0, (i * 37 % 400 + 1) / 500f, 20 * i, 0, 20 * i + 10, 10);
    }
    Nms nms = new Nms(CLASSES, 0.45f, 100);
    assertEquals(100, nms.suppress(candidates));
    for (int i = 0; i < 100; i++) {
      assertEquals((400 - i) / 500f, candidates.score(nms.kept(i)));
    }
  }

  @Test
  void nothingInNothingOut() {
    assertEquals(0, new Nms(CLASSES, 0.45f, 100).suppress(candidates));
  }
}
