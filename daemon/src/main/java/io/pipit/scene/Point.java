package io.pipit.scene;

/**
 * A place in a camera's frame, whatever its size.
 *
 * @param x from 0, the left edge, to 1, the right one
 * @param y from 0, the upper edge, to 1, the lower one
 */
public record Point(float x, float y) {
  /** What stands on the frame's lower or right edge stands in an area that ends there. */
  private static final float BEFORE_THE_EDGE = 0.9999f;

  public Point {
    if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
      throw new IllegalArgumentException(
          "a point must lie in the frame, from 0,0 to 1,1, got " + x + "," + y);
    }
  }

  /** Where an object stands: the middle of its box's lower edge, inside the frame. */
  public static Point standing(Box box, int width, int height) {
    return new Point(within((box.left() + box.right()) / 2 / width), within(box.bottom() / height));
  }

  /**
   * On which side of the line from {@code a} to {@code b} this lies: positive to its right as seen
   * in the frame, negative to its left, 0 on it; the size is the distance times the line's length.
   */
  float sideOf(Point a, Point b) {
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
  }

  private static float within(float value) {
    return Math.max(0, Math.min(BEFORE_THE_EDGE, value));
  }

  @Override
  public String toString() {
    return x + "," + y;
  }
}
