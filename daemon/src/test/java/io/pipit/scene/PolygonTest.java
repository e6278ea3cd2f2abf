package io.pipit.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolygonTest {
  @Test
  void whatLiesBetweenTheEdgesIsInside() {
    Polygon arrow = polygon(0.1f, 0.1f, 0.9f, 0.1f, 0.5f, 0.3f, 0.9f, 0.9f, 0.1f, 0.9f);
    assertTrue(arrow.contains(new Point(0.2f, 0.5f)));
    assertTrue(arrow.contains(new Point(0.5f, 0.8f)));
    assertFalse(arrow.contains(new Point(0.8f, 0.4f)), "the dent");
    assertFalse(arrow.contains(new Point(0.05f, 0.5f)));
    assertFalse(arrow.contains(new Point(0.5f, 0.95f)));
  }

  @Test
  void whatStandsOnTheFramesLowerEdgeIsInAnAreaThatEndsThere() {
    Polygon lower = polygon(0, 0.5f, 1, 0.5f, 1, 1, 0, 1);
    assertTrue(lower.contains(Point.standing(new Box(600, 200, 640, 360), 640, 360)));
    assertTrue(lower.contains(Point.standing(new Box(640, 200, 640, 360), 640, 360)));
    assertFalse(lower.contains(Point.standing(new Box(600, 100, 640, 170), 640, 360)));
  }

  @Test
  void ofTwoAreasWithACommonEdgeOneHasIt() {
    Polygon left = polygon(0, 0, 0.5f, 0, 0.5f, 1, 0, 1);
    Polygon right = polygon(0.5f, 0, 1, 0, 1, 1, 0.5f, 1);
    Point onTheEdge = new Point(0.5f, 0.5f);
    assertTrue(left.contains(onTheEdge) ^ right.contains(onTheEdge));
  }

  @Test
  void twoCornersAreNoArea() {
    assertEquals("an area must have at least 3 corners, has 2", wrong(0.1f, 0.1f, 0.9f, 0.9f));
  }

  @Test
  void edgesMustNotCross() {
    assertTrue(wrong(0, 0, 1, 1, 1, 0, 0, 1).startsWith("the area's edges must not cross: "));
    assertTrue(
        wrong(0, 0, 1, 0, 1, 1, 0.5f, 0, 0, 1).startsWith("the area's edges must not cross"));
  }

  @Test
  void edgesMustNotLieOnEachOther() {
    assertTrue(wrong(0, 0, 1, 0, 0.5f, 0, 0.5f, 1).startsWith("the area's edges must not"));
    assertTrue(wrong(0, 0, 1, 1, 0, 0).contains("must"));
    assertTrue(wrong(0.1f, 0.1f, 0.1f, 0.1f, 0.5f, 0.5f).contains("two different points"));
    assertTrue(wrong(0, 0, 0.5f, 0, 1, 0).startsWith("the area's edges must not"), "no area");
  }

  @Test
  void aCornerOutsideTheFrameIsNoPoint() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Point(1.2f, 0.5f));
    assertEquals("a point must lie in the frame, from 0,0 to 1,1, got 1.2,0.5", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Point(Float.NaN, 0.5f));
  }

  @Test
  void aLineHasALeftAndARight() {
    Segment eastward = new Segment(new Point(0.2f, 0.5f), new Point(0.8f, 0.5f));
    assertEquals(0.1f, eastward.rightOf(new Point(0.3f, 0.6f)), 1e-6f, "below is to the right");
    assertEquals(-0.2f, eastward.rightOf(new Point(0.9f, 0.3f)), 1e-6f);
    assertTrue(eastward.meets(new Segment(new Point(0.3f, 0.4f), new Point(0.4f, 0.6f))));
    assertFalse(eastward.meets(new Segment(new Point(0.85f, 0.4f), new Point(0.9f, 0.6f))));
    assertFalse(eastward.meets(new Segment(new Point(0.85f, 0.5f), new Point(0.9f, 0.5f))));
    assertThrows(
        IllegalArgumentException.class, () -> new Segment(new Point(0, 0), new Point(0, 0)));
  }

  private static String wrong(float... xy) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> polygon(xy)).getMessage());
  }

  private static Polygon polygon(float... xy) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < xy.length; i += 2) {
      points.add(new Point(xy[i], xy[i + 1]));
    }
    return new Polygon(points);
  }
}
