package io.pipit.track;

import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows what one camera sees: each detection continues the track of its class that overlaps it
 * most, or begins a new one. A track is told of once it was seen in {@link #CONFIRM} frames, and
 * forgotten when it was not seen for {@link #PATIENCE_NANOS}. Reads no clock but the frames' own.
 */
public final class Tracker {
  /** Frames in which a thing must be seen before it counts. */
  static final int CONFIRM = 3;

  /** How long a track outlives its last detection. */
  static final long PATIENCE_NANOS = 1_000_000_000L;

  /** A detection that overlaps a track less is something else. */
  static final float MIN_IOU = 0.2f;

  private final LongSupplier ids;
  private final List<LiveTrack> live = new ArrayList<>();
  private final List<LiveTrack> unmatched = new ArrayList<>();

  /**
   * A tracker that has seen nothing.
   *
   * @param ids the next free track number
   */
  public Tracker(LongSupplier ids) {
    this.ids = ids;
  }

  /**
   * Takes in one frame.
   *
   * @param time when the frame was captured; later than the last one's
   * @param detections what the frame shows, best first
   * @return every confirmed live track, oldest first
   */
  public List<Track> update(FrameTime time, List<Detection> detections) {
    unmatched.clear();
    unmatched.addAll(live);
    for (int i = 0; i < detections.size(); i++) {
      Detection detection = detections.get(i);
      LiveTrack best = bestMatch(detection);
      if (best == null) {
        live.add(new LiveTrack(ids.getAsLong(), detection, time));
      } else {
        unmatched.remove(best);
        best.seen(detection, time);
      }
    }
    for (int i = 0; i < unmatched.size(); i++) {
      if (unmatched.get(i).isLost(time)) {
        live.remove(unmatched.get(i));
      }
    }
    return confirmed();
  }

  private @Nullable LiveTrack bestMatch(Detection detection) {
    LiveTrack best = null;
    float bestIou = MIN_IOU;
    for (int i = 0; i < unmatched.size(); i++) {
      LiveTrack track = unmatched.get(i);
      float iou = track.isOf(detection) ? track.iou(detection) : 0;
      if (iou > bestIou) {
        best = track;
        bestIou = iou;
      }
    }
    return best;
  }

  private List<Track> confirmed() {
    List<Track> tracks = new ArrayList<>(live.size());
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).isConfirmed()) {
        tracks.add(live.get(i).toTrack());
      }
    }
    return tracks;
  }
}
