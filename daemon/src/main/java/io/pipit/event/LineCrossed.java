package io.pipit.event;

import io.pipit.scene.Direction;
import io.pipit.scene.Track;

/**
 * A track has crossed a line.
 *
 * @param camera the camera's name
 * @param line the line's name
 * @param track that crossed it
 * @param direction to which side, as seen from the line's first point towards its second
 */
public record LineCrossed(String camera, String line, Track track, Direction direction)
    implements Event {
  @Override
  public Kind kind() {
    return Kind.LINE;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.line(this);
  }

  @Override
  public Subject subject() {
    return Subject.of(track);
  }
}
