package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.config.ModelSettings.Input;
import io.pipit.scene.Box;
import org.junit.jupiter.api.Test;

class LetterboxTest {
  @Test
  void automaticInputFollowsTheFramesShape() {
    assertInput(416, 256, Letterbox.of(new Input.Auto(416), 768, 432));
    assertInput(416, 320, Letterbox.of(new Input.Auto(416), 640, 480));
    assertInput(416, 416, Letterbox.of(new Input.Auto(416), 500, 500));
    assertInput(256, 416, Letterbox.of(new Input.Auto(416), 1080, 1920));
    assertInput(416, 32, Letterbox.of(new Input.Auto(416), 4000, 20));
  }

  @Test
  void frameIsCentredWithItsShapeKept() {
    Letterbox box = Letterbox.into(416, 416, 768, 432);
    assertEquals(416, box.width());
    assertEquals(234, box.height());
    assertEquals(0, box.left());
    assertEquals(91, box.top());
  }

  @Test
  void cornersOfTheFrameMapBackToItsCorners() {
    Letterbox box = Letterbox.into(416, 416, 768, 432);
    assertEquals(new Box(0, 0, 768, 432), box.toFrame(0, 91, 416, 325));
  }

  @Test
  void boxesThatReachIntoTheBarsAreCut() {
    Letterbox box = Letterbox.into(416, 416, 768, 432);
    assertEquals(new Box(0, 0, 768, 432), box.toFrame(-20, -20, 500, 500));
  }

  @Test
  void takesOverAScaledFrameWhoseRoundingDiffersByAPixel() {
    Letterbox box = Letterbox.into(416, 256, 768, 432).withScaled(416, 233);
    assertEquals(233, box.height());
    assertEquals(11, box.top());
  }

  @Test
  void keepsItsOwnSizeForAFrameThatWasNotScaledToFill() {
    Letterbox box = Letterbox.into(416, 256, 320, 180);
    assertEquals(box, box.withScaled(320, 180));
  }

  @Test
  void sidesMustBeMultiplesOf32() {
    assertThrows(IllegalArgumentException.class, () -> Letterbox.into(400, 256, 768, 432));
  }

  private static void assertInput(int width, int height, Letterbox box) {
    assertEquals(width + "x" + height, box.inputWidth() + "x" + box.inputHeight());
  }
}
