package io.pipit.scene;

/** A straight line between two different points. */
public record Segment(Point from, Point to) {
  public Segment {
    if (from.equals(to)) {
      throw new IllegalArgumentException("a line must join two different points, got " + from);
    }
  }

  /** How far to the right of the line a point lies, negative to its left, in frame sides. */
  public float rightOf(Point point) {
    float dx = to.x() - from.x();
    float dy = to.y() - from.y();
    return point.sideOf(from, to) / (float) Math.sqrt(dx * dx + dy * dy);
  }

  /** Whether the two share a point. */
  public boolean meets(Segment other) {
    float a = other.from.sideOf(from, to);
    float b = other.to.sideOf(from, to);
    float c = from.sideOf(other.from, other.to);
    float d = to.sideOf(other.from, other.to);
    if (a == 0 && b == 0) {
      return overlaps(from.x(), to.x(), other.from.x(), other.to.x())
          && overlaps(from.y(), to.y(), other.from.y(), other.to.y());
    }
    return a * b <= 0 && c * d <= 0;
  }

  private static boolean overlaps(float a, float b, float c, float d) {
    return Math.max(a, b) >= Math.min(c, d) && Math.max(c, d) >= Math.min(a, b);
  }
}
