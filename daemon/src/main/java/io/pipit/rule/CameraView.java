package io.pipit.rule;

import io.pipit.config.CameraSettings;
import io.pipit.event.Event;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;

/** What the rules know of one camera: the life of its tracks, its zones and lines. */
public final class CameraView {
  private final String camera;
  private final CameraRegions regions;
  private final ZoneCounts counts;
  private final TrackLifecycle lifecycle;
  private final List<Event> crossings = new ArrayList<>();
  private int width = 1;
  private int height = 1;

  CameraView(CameraSettings settings) {
    camera = settings.name();
    regions = new CameraRegions(camera, settings.regions());
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
