package io.pipit.rule;

import io.pipit.config.Regions;
import io.pipit.event.Event;
import io.pipit.explain.Explanation;
import io.pipit.scene.Point;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the tracks of one camera are: zones and lines. */
final class CameraRegions {
  private final String camera;
  private final Regions regions;
  private final boolean empty;
  private final List<PlacedTrack> known = new ArrayList<>();

  CameraRegions(String camera, Regions settings) {
    this.camera = camera;
    regions = settings;
    empty = settings.zones().isEmpty() && settings.lines().isEmpty();
  }

  /**
   * Takes in one frame.
   *
   * @param width of the frame in which the tracks' boxes are
   * @param height of that frame
   * @param crossings takes the lines that were crossed
   * @return the tracks in their zones
   */
  List<Track> locate(List<Track> tracks, long now, int width, int height, List<Event> crossings) {
    if (empty) {
      return tracks;
    }
    forgetAllBut(tracks);
    List<Track> placed = new ArrayList<>(tracks.size());
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      Point ground = Point.standing(track.box(), width, height);
      placed.add(of(track).update(camera, track, ground, now, crossings));
    }
    return placed;
  }

  /** How long a track has been inside a zone; 0 when it is not. */
  long nanosInside(Track track, String zone, long now) {
    PlacedTrack found = find(track.id());
    return found == null ? 0 : found.nanosInside(zone, now);
  }

  /** Whether a track stands in a zone and does not count as in it yet. */
  boolean isWaiting(Track track, String zone) {
    PlacedTrack placed = find(track.id());
    return placed != null && placed.isWaiting(zone);
  }

  /** Adds why tracks are not in zones although they stand there. */
  void explain(List<Track> tracks, long now, List<Explanation> out) {
    for (Track track : tracks) {
      PlacedTrack placed = find(track.id());
      if (placed != null) {
        placed.explain(track, now, out);
      }
    }
  }

  private PlacedTrack of(Track track) {
    PlacedTrack found = find(track.id());
    if (found == null) {
      found = new PlacedTrack(track, regions);
      known.add(found);
    }
    return found;
  }

  private @Nullable PlacedTrack find(long id) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).id() == id) {
        return known.get(i);
      }
    }
    return null;
  }

  private void forgetAllBut(List<Track> tracks) {
    for (int i = known.size() - 1; i >= 0; i--) {
      if (!TrackIds.isOf(tracks, known.get(i).id())) {
        known.remove(i);
      }
    }
  }
}
