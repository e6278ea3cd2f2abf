package io.pipit.event;

import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;

/**
 * A track begins, changes in a way worth a message, or ends.
 *
 * @param phase which of these
 * @param camera the camera's name
 * @param track as it is now; at its end, as it was last
 * @param time of the frame at which this was found
 * @param width of the camera's frame in pixels, in which the track's box is
 * @param height of the camera's frame in pixels
 */
public record TrackChanged(
    Phase phase, String camera, Track track, FrameTime time, int width, int height)
    implements Event {
  /** Where in a track's life it is. */
  public enum Phase {
    /** It was confirmed. */
    STARTED(Kind.NEW),
    /** It has a better score, other zones, or began or ceased to stand still. */
    UPDATED(Kind.UPDATE),
    /** It is gone. */
    ENDED(Kind.END);

    private final Kind kind;

    Phase(Kind kind) {
      this.kind = kind;
    }
  }

  @Override
  public Kind kind() {
    return phase.kind;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.track(this);
  }

  @Override
  public Subject subject() {
    return Subject.of(track);
  }
}
