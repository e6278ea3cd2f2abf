package io.pipit.rule;

import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds when tracks begin, change in a way worth a message, and end: the difference between one
 * camera's tracks at one frame and at the next.
 */
final class TrackLifecycle {
  /** A score is better when it beats the last one that was published by this much. */
  static final float BETTER = 0.05f;

  private final String camera;
  private final List<Published> known = new ArrayList<>();

  TrackLifecycle(String camera) {
    this.camera = camera;
  }

  /** A track as it was last published, and as it is. */
  private static final class Published {
    private Track published;
    private Track latest;

    Published(Track track) {
      published = track;
      latest = track;
    }

    boolean isWorthPublishing(Track now) {
      return now.topScore() >= published.topScore() + BETTER
          || now.stationary() != published.stationary()
          || !now.currentZones().equals(published.currentZones());
    }
  }

  /**
   * Adds the events of one frame, in this order: ended, then updated and started by age.
   *
   * @param width of the frame in pixels
   * @param height of the frame in pixels
   * @param outcome has the camera's confirmed tracks at this frame
   */
  void evaluate(FrameTime time, int width, int height, Outcome outcome) {
    List<Track> tracks = outcome.tracks();
    for (int i = 0; i < known.size(); ) {
      if (TrackIds.isOf(tracks, known.get(i).latest.id())) {
        i++;
      } else {
        Track ended = known.remove(i).latest;
        outcome.add(new TrackChanged(Phase.ENDED, camera, ended, time, width, height));
      }
    }
    for (int i = 0; i < tracks.size(); i++) {
      Phase phase = take(tracks.get(i));
      if (phase != null) {
        outcome.add(new TrackChanged(phase, camera, tracks.get(i), time, width, height));
      }
    }
  }

  /** Takes in a track as it is now; null: there is nothing worth publishing. */
  private @Nullable Phase take(Track track) {
    Published published = find(track.id());
    if (published == null) {
      known.add(new Published(track));
      return Phase.STARTED;
    }
    published.latest = track;
    if (published.isWorthPublishing(track)) {
      published.published = track;
      return Phase.UPDATED;
    }
    return null;
  }

  private @Nullable Published find(long id) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).latest.id() == id) {
        return known.get(i);
      }
    }
    return null;
  }
}
