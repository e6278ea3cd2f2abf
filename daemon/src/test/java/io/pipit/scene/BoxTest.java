package io.pipit.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BoxTest {
  private final Box box = new Box(10, 20, 30, 60);

  @Test
  void hasWidthHeightAndArea() {
    assertEquals(20, box.width());
    assertEquals(40, box.height());
    assertEquals(800, box.area());
  }

  @Test
  void mayBeEmptyButNotInsideOut() {
    assertEquals(0, new Box(1, 2, 1, 2).area());
    assertThrows(IllegalArgumentException.class, () -> new Box(2, 0, 1, 1));
    Throwable refused = assertThrows(IllegalArgumentException.class, () -> new Box(0, 2, 1, 1));
    assertEquals(
        "box: left <= right and top <= bottom must hold, got [0.0, 2.0, 1.0, 1.0]",
        refused.getMessage());
  }

  @Test
  void hasNoSideThatIsNoNumber() {
    for (int side = 0; side < 4; side++) {
      float[] sides = {0, 0, 1, 1};
      sides[side] = Float.NaN;
      assertThrows(
          IllegalArgumentException.class, () -> new Box(sides[0], sides[1], sides[2], sides[3]));
    }
  }

  @Test
  void overlapIsWholeWithItselfAndNoneApart() {
    assertEquals(1, box.iou(box));
    assertEquals(0, box.iou(new Box(40, 20, 50, 60)));
    assertEquals(0, box.iou(new Box(30, 20, 50, 60)), "they only touch");
    assertEquals(0, box.iou(new Box(10, 61, 30, 80)));
  }

  @Test
  void overlapIsWhatIsSharedOfWhatTheyCoverTogether() {
    Box half = new Box(10, 20, 20, 60);
    assertEquals(0.5f, box.iou(half));
    assertEquals(0.5f, half.iou(box));
    assertEquals(200f / 1400, box.iou(new Box(20, 40, 40, 80)), 1e-6f);
  }

  @Test
  void anEmptyBoxOverlapsNothing() {
    Box empty = new Box(15, 30, 15, 30);
    assertEquals(0, box.iou(empty));
    assertEquals(0, empty.iou(empty));
  }
}
