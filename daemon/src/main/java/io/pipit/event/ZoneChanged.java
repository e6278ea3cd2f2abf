package io.pipit.event;

import java.util.List;

/**
 * The number of objects of a label in a zone has changed.
 *
 * @param camera the camera's name
 * @param zone the zone's name
 * @param label which objects
 * @param count how many are in it now
 */
public record ZoneChanged(String camera, String zone, String label, int count) implements Event {
  @Override
  public Kind kind() {
    return Kind.ZONE;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.zone(this);
  }

  @Override
  public Subject subject() {
    return new Subject(label, 1, List.of(zone));
  }
}
