package io.pipit.track;

import io.pipit.config.TrackerSettings;
import io.pipit.explain.Explanation;
import io.pipit.explain.Limit;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows what one camera sees. Each track says where its object should be by now; the boxes of a
 * high score are dealt out among the tracks so that they fit best as a whole, then those of a low
 * score among the tracks that are left. A box of a high score that is left begins a track. Goes by
 * the frames' time alone. For one thread.
 *
 * <p>Sources: A. Bewley et al., "Simple online and realtime tracking", ICIP 2016; Y. Zhang et al.,
 * "ByteTrack: multi-object tracking by associating every detection box", ECCV 2022.
 */
public final class Tracker {
  /** A box of a high score is at least so much like the one that was expected. */
  private static final float MIN_IOU = 0.15f;

  /** A box of a low score is at least so much like the one that was expected. */
  private static final float MIN_IOU_LOW_SCORE = 0.5f;

  /** Boxes of confusable classes that overlap more are one object with two labels. */
  private static final float TWIN_IOU = 0.6f;

  private static final double NANOS = 1e-9;

  private final TrackerSettings settings;
  private DetectionFilter filter;
  private final LongSupplier ids;
  private final List<LiveTrack> live = new ArrayList<>();
  private final List<LiveTrack> open = new ArrayList<>();
  private final List<Detection> highScore = new ArrayList<>();
  private final List<Detection> low = new ArrayList<>();
  private final Assignment assignment = new Assignment();
  private List<Track> confirmed = List.of();
  private @Nullable FrameTime last;

  /**
   * A tracker that has seen nothing.
   *
   * @param filter the camera's: says which boxes have a high score and when a track counts
   * @param ids the next free track number
   */
  public Tracker(TrackerSettings settings, DetectionFilter filter, LongSupplier ids) {
    this.settings = settings;
    this.filter = filter;
    this.ids = ids;
  }

  /**
   * Takes in one frame.
   *
   * @param time when the frame was captured; not before the last one's
   * @param detections those of the frame that the camera's filter keeps, best first
   * @return every confirmed live track, oldest first
   */
  public List<Track> update(FrameTime time, List<Detection> detections) {
    advance(time);
    sort(detections);
    open.clear();
    open.addAll(live);
    match(highScore, MIN_IOU, time);
    match(low, MIN_IOU_LOW_SCORE, time);
    for (int i = 0; i < open.size(); i++) {
      open.get(i).miss();
    }
    begin(time);
    confirmed = confirm();
    return confirmed;
  }

  /**
   * Takes in that a frame was not examined, as nothing had changed: what was seen in the last one
   * is still there, what was missed in it is still missing.
   *
   * @param time when the frame was captured; not before the last one's
   * @return every confirmed live track as it was, oldest first
   */
  public List<Track> skip(FrameTime time) {
    long passed = passed(time);
    for (int i = 0; i < live.size(); i++) {
      live.get(i).skip(passed);
    }
    return confirmed;
  }

  /**
   * Whether the next frames must be examined even when nothing seems to move: an object moves, is
   * too new, or was missed lately.
   */
  public boolean isUnsettled() {
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).isUnsettled()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds why boxes and objects do not count: of the last frame that was examined the boxes that
   * continued no track and score too low to begin one, and the objects that do not count yet.
   */
  public void explain(List<Explanation> out) {
    for (Detection box : low) {
      if (!isKnown(box)) {
        out.add(Explanation.of(box, Limit.MIN_SCORE, box.score(), filter.minScore(box.classId())));
      }
    }
    for (LiveTrack track : live) {
      Explanation explanation = track.explain();
      if (explanation != null) {
        out.add(explanation);
      }
    }
  }

  /**
   * Whether a box that the filter has dropped is likely a second one of an object that is known.
   */
  boolean isKnown(Detection detection) {
    return isKnown(detection, live.size());
  }

  /** Nanoseconds since the last frame, whether it was looked at or not. */
  private long passed(FrameTime time) {
    FrameTime before = last;
    last = time;
    return before == null ? 0 : Math.max(0, time.nanosSince(before));
  }

  /** From now on this filter says which boxes have a high score and when a track counts. */
  public void replace(DetectionFilter newFilter) {
    filter = newFilter;
  }

  /** Forgets everything, for a camera that looks elsewhere now. */
  public void forget() {
    live.clear();
    confirmed = List.of();
    last = null;
  }

  private void advance(FrameTime time) {
    double seconds = passed(time) * NANOS;
    int kept = 0;
    for (int i = 0; i < live.size(); i++) {
      LiveTrack track = live.get(i);
      if (!track.isLost(time)) {
        track.predict(seconds);
        live.set(kept++, track);
      }
    }
    truncate(live, kept);
  }

  private void sort(List<Detection> detections) {
    highScore.clear();
    low.clear();
    for (int i = 0; i < detections.size(); i++) {
      Detection detection = detections.get(i);
      if (!hasTwin(detection, highScore) && !hasTwin(detection, low)) {
        (filter.isHighScore(detection) ? highScore : low).add(detection);
      }
    }
  }

  private boolean hasTwin(Detection detection, List<Detection> better) {
    for (int i = 0; i < better.size(); i++) {
      Detection other = better.get(i);
      if (other.classId() != detection.classId()
          && filter.isConfusable(other.classId(), detection.classId())
          && other.box().iou(detection.box()) > TWIN_IOU) {
        return true;
      }
    }
    return false;
  }

  /** Deals the boxes out among the open tracks; what is matched is taken off both lists. */
  private void match(List<Detection> boxes, float minIou, FrameTime time) {
    if (open.isEmpty() || boxes.isEmpty()) {
      return;
    }
    assignment.begin(open.size(), boxes.size());
    for (int t = 0; t < open.size(); t++) {
      for (int b = 0; b < boxes.size(); b++) {
        assignment.gain(t, b, open.get(t).inflatedIou(boxes.get(b)) - minIou);
      }
    }
    assignment.solve();
    int openLeft = 0;
    for (int t = 0; t < open.size(); t++) {
      LiveTrack track = open.get(t);
      int b = assignment.columnOf(t);
      if (b >= 0) {
        track.see(boxes.get(b), time);
      } else {
        open.set(openLeft++, track);
      }
    }
    int boxesLeft = 0;
    for (int b = 0; b < boxes.size(); b++) {
      if (assignment.rowOf(b) < 0) {
        boxes.set(boxesLeft++, boxes.get(b));
      }
    }
    truncate(open, openLeft);
    truncate(boxes, boxesLeft);
  }

  /** The remaining detections begin tracks, except for second boxes of tracked objects. */
  private void begin(FrameTime time) {
    int known = live.size();
    for (int i = 0; i < highScore.size(); i++) {
      if (!isKnown(highScore.get(i), known)) {
        live.add(new LiveTrack(highScore.get(i), time, settings, filter));
      }
    }
  }

  private boolean isKnown(Detection detection, int known) {
    for (int i = 0; i < known; i++) {
      if (live.get(i).covers(detection)) {
        return true;
      }
    }
    return false;
  }

  /** Gives tracks that now count their numbers; returns all that have one. */
  private List<Track> confirm() {
    int count = 0;
    for (int i = 0; i < live.size(); i++) {
      LiveTrack track = live.get(i);
      if (track.isReady()) {
        track.confirm(ids.getAsLong());
      }
      count += track.isConfirmed() ? 1 : 0;
    }
    if (count == 0) {
      return List.of();
    }
    List<Track> tracks = new ArrayList<>(count);
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).isConfirmed()) {
        tracks.add(live.get(i).toTrack());
      }
    }
    return tracks;
  }

  private static void truncate(List<?> list, int size) {
    for (int i = list.size() - 1; i >= size; i--) {
      list.remove(i);
    }
  }
}
