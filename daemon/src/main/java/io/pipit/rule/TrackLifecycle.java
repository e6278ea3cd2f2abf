package io.pipit.rule;

import io.pipit.scene.FrameTime;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells when tracks begin, change in a way worth telling, and end: the difference between a
 * camera's tracks at one frame and at the next.
 */
final class TrackLifecycle {
  /** A better picture is one whose score beats the last one told of by this much. */
  static final float BETTER = 0.05f;

  private final Map<String, List<Told>> byCamera = new HashMap<>();

  /** What the world was last told of a track, and the track as it is. */
  private static final class Told {
    private Track told;
    private Track latest;

    Told(Track track) {
      told = track;
      latest = track;
    }

    boolean isWorthTelling(Track now) {
      return now.topScore() >= told.topScore() + BETTER
          || now.stationary() != told.stationary()
          || !now.currentZones().equals(told.currentZones());
    }
  }

  /**
   * The events of one frame, in this order: ended, then updated and started by age.
   *
   * @param tracks the camera's confirmed tracks at this frame
   */
  List<SceneEvent> evaluate(String camera, FrameTime time, List<Track> tracks) {
    List<Told> known = byCamera.get(camera);
    if (known == null) {
      known = new ArrayList<>();
      byCamera.put(camera, known);
    }
    if (known.isEmpty() && tracks.isEmpty()) {
      return new ArrayList<>(0);
    }
    List<SceneEvent> events = new ArrayList<>();
    end(camera, time, known, tracks, events);
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      Told told = find(known, track.id());
      if (told == null) {
        known.add(new Told(track));
        events.add(new SceneEvent.TrackStarted(camera, track));
        continue;
      }
      told.latest = track;
      if (told.isWorthTelling(track)) {
        told.told = track;
        events.add(new SceneEvent.TrackUpdated(camera, track));
      }
    }
    return events;
  }

  private static void end(
      String camera,
      FrameTime time,
      List<Told> known,
      List<Track> tracks,
      List<SceneEvent> events) {
    for (int i = 0; i < known.size(); ) {
      if (TrackIds.isOf(tracks, known.get(i).latest.id())) {
        i++;
      } else {
        events.add(new SceneEvent.TrackEnded(camera, known.remove(i).latest, time));
      }
    }
  }

  private static @Nullable Told find(List<Told> known, long id) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).told.id() == id) {
        return known.get(i);
      }
    }
    return null;
  }
}
