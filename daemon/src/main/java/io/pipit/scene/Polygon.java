package io.pipit.scene;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An area of a frame: at least three corners, whose edges do not cross. */
public final class Polygon {
  private final float[] xs;
  private final float[] ys;

  /**
   * The area with these corners, in their order.
   *
   * @throws IllegalArgumentException with the rule that they break
   */
  public Polygon(List<Point> corners) {
    if (corners.size() < 3) {
      throw new IllegalArgumentException(
          "an area must have at least 3 corners, has " + corners.size());
    }
    checkEdges(corners);
    xs = new float[corners.size()];
    ys = new float[corners.size()];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = corners.get(i).x();
      ys[i] = corners.get(i).y();
    }
  }

  /** The corners in their order. */
  public List<Point> corners() {
    return IntStream.range(0, xs.length).mapToObj(i -> new Point(xs[i], ys[i])).toList();
  }

  /**
   * Whether a point lies inside: a ray from it crosses the edges an odd number of times. Of two
   * areas that share an edge, one alone has the points on it.
   */
  public boolean contains(Point point) {
    boolean inside = false;
    float x = point.x();
    float y = point.y();
    for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      if ((ys[i] > y) != (ys[j] > y)
          && x < (xs[j] - xs[i]) * (y - ys[i]) / (ys[j] - ys[i]) + xs[i]) {
        inside = !inside;
      }
    }
    return inside;
  }

  /** Whether it has the same corners in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Polygon polygon
        && Arrays.equals(xs, polygon.xs)
        && Arrays.equals(ys, polygon.ys);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(xs) + Arrays.hashCode(ys);
  }

  private static void checkEdges(List<Point> corners) {
    int n = corners.size();
    for (int i = 0; i < n; i++) {
      Segment edge = edge(corners, i);
      Segment next = edge(corners, (i + 1) % n);
      if (next.to().sideOf(edge.from(), edge.to()) == 0 && turnsBack(edge, next)) {
        throw new IllegalArgumentException(
            "the area's edges must not lie on each other, at " + edge.to());
      }
      for (int j = i + 2; j < n - (i == 0 ? 1 : 0); j++) {
        if (edge.meets(edge(corners, j))) {
          throw new IllegalArgumentException(
              "the area's edges must not cross: that from "
                  + edge.from()
                  + " to "
                  + edge.to()
                  + " meets that from "
                  + corners.get(j)
                  + " to "
                  + corners.get((j + 1) % n));
        }
      }
    }
  }

  private static Segment edge(List<Point> corners, int i) {
    return new Segment(corners.get(i), corners.get((i + 1) % corners.size()));
  }

  private static boolean turnsBack(Segment edge, Segment next) {
    float along =
        (edge.to().x() - edge.from().x()) * (next.to().x() - next.from().x())
            + (edge.to().y() - edge.from().y()) * (next.to().y() - next.from().y());
    return along < 0;
  }
}
