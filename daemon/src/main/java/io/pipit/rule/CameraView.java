package io.pipit.rule;

import io.pipit.config.CameraSettings;
import io.pipit.config.Regions;
import io.pipit.event.Event;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;

/** What the rules know of one camera: the life of its tracks, its zones and lines. */
public final class CameraView {
  private final String camera;
  private CameraRegions regions;
  private ZoneCounts counts;
  private final TrackLifecycle lifecycle;
  private final List<Event> crossings = new ArrayList<>();
  private Regions configured;
  private int width = 1;
  private int height = 1;

  CameraView(CameraSettings settings) {
    camera = settings.name();
    configured = settings.regions();
    regions = new CameraRegions(camera, configured);
    counts = new ZoneCounts(camera, settings.regions().zones());
    lifecycle = new TrackLifecycle(camera);
  }

  String camera() {
    return camera;
  }

  CameraRegions regions() {
    return regions;
  }

  /** The lines that were crossed at the last frame. */
  List<Event> crossings() {
    return crossings;
  }

  /**
   * The configuration was read again. If zones or lines have changed, the old zones are empty now;
   * who stands in a new one is found at the next frame.
   */
  public Outcome replace(Regions changed) {
    Outcome outcome = new Outcome(List.of());
    if (!changed.equals(configured)) {
      counts.update(outcome);
      configured = changed;
      regions = new CameraRegions(camera, changed);
      counts = new ZoneCounts(camera, changed.zones());
    }
    return outcome;
  }

  /** The size of the frames in which the next tracks' boxes are, in pixels. */
  void size(int frameWidth, int frameHeight) {
    width = frameWidth;
    height = frameHeight;
  }

  /** Takes in the tracks of one frame, or that there are none any more. */
  Outcome update(FrameTime time, List<Track> tracks) {
    crossings.clear();
    List<Track> placed = regions.locate(tracks, time.monoNanos(), width, height, crossings);
    Outcome outcome = new Outcome(placed);
    lifecycle.evaluate(time, width, height, outcome);
    counts.update(outcome);
    for (int i = 0; i < crossings.size(); i++) {
      outcome.add(crossings.get(i));
    }
    return outcome;
  }
}
