package io.pipit.rule;

import io.pipit.config.Regions;
import io.pipit.scene.Direction;
import io.pipit.scene.Point;
import io.pipit.scene.Segment;
import org.jspecify.annotations.Nullable;

/** One track and one line: on which side it is. */
final class LineSide {
  /**
   * A track this near to a line, in frame sides, is on neither side: one that stands on it does not
   * cross it at every frame.
   */
  private static final float MARGIN = 0.01f;

  private final Regions.Line line;
  private @Nullable Point last;
  private boolean right;

  LineSide(Regions.Line line) {
    this.line = line;
  }

  /** Takes in where the track stands; returns to which side it has crossed, null if it has not. */
  @Nullable Direction update(Point place) {
    float distance = line.at().rightOf(place);
    if (Math.abs(distance) < MARGIN) {
      return null;
    }
    Point before = last;
    boolean sameSide = right == distance > 0;
    last = place;
    right = distance > 0;
    if (before == null || sameSide || !line.at().meets(new Segment(before, place))) {
      return null;
    }
    return right ? Direction.RIGHT : Direction.LEFT;
  }

  String line() {
    return line.name();
  }
}
