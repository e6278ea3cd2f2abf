package io.pipit.scene;

/**
 * A rectangle in pixels of the camera's own frame, x to the right and y down.
 *
 * @param left x of the left edge
 * @param top y of the upper edge
 * @param right x of the right edge, at least {@code left}
 * @param bottom y of the lower edge, at least {@code top}
 */
public record Box(float left, float top, float right, float bottom) {
  public Box {
    if (!(left <= right && top <= bottom)) {
      throw new IllegalArgumentException(
          "box: left <= right and top <= bottom must hold, got ["
              + (left + ", " + top + ", " + right + ", " + bottom)
              + "]");
    }
  }

  public float width() {
    return right - left;
  }

  public float height() {
    return bottom - top;
  }

  /** Square pixels. */
  public float area() {
    return width() * height();
  }

  /** Intersection over union with another box, 0 (apart) to 1 (the same). */
  public float iou(Box other) {
    float w = Math.min(right, other.right) - Math.max(left, other.left);
    float h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (w <= 0 || h <= 0) {
      return 0;
    }
    float shared = w * h;
    return shared / (area() + other.area() - shared);
  }
}
