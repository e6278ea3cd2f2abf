package io.pipit.track;

import io.pipit.config.TrackerSettings;
import io.pipit.explain.Explanation;
import io.pipit.explain.Limit;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import org.jspecify.annotations.Nullable;

/** The tracker's memory of one object. */
final class LiveTrack {
  /** The iou to a box of a confusable class counts less. */
  private static final float OTHER_LABEL = 0.8f;

  /** A stationary object that was not seen is known again by a box this alike. */
  private static final float SAME_PLACE = 0.5f;

  /**
   * What stood here and was not seen lately gives way to what was: somebody else may come to stand
   * where one has left between two frames.
   */
  private static final float ABSENT = 0.5f;

  /** A box that overlaps a known object more begins no track. */
  private static final float SECOND_BOX = 0.3f;

  /** A box of a low score is so much less exact. */
  private static final double LOW_TRUST = 0.5;

  /** An unconfirmed object is waited for a fourth of the time that others are. */
  private static final int UNCONFIRMED_DIVISOR = 4;

  /** An object that was seen in fewer frames in a row may be missed in the next one. */
  private static final int SURE_FRAMES = 10;

  private static final double NANOS = 1e-9;

  private final TrackerSettings settings;
  private final DetectionFilter filter;
  private final FrameTime start;
  private final Motion motion;
  private final StationaryDetector stationary;
  private final Scores scores = new Scores();
  private final float[] votes;
  private FrameTime seen;
  private long skippedNanos;
  private Box box;
  private int classId;
  private String label;
  private float score;
  private float topScore;
  private int frames;
  private int missed;
  private int streak;
  private long id;

  LiveTrack(Detection detection, FrameTime time, TrackerSettings settings, DetectionFilter filter) {
    this.settings = settings;
    this.filter = filter;
    start = time;
    seen = time;
    box = detection.box();
    classId = detection.classId();
    label = detection.label();
    votes = new float[filter.classCount()];
    motion = new Motion(box);
    stationary = new StationaryDetector(motion, time);
    count(detection);
  }

  /** Goes on to a frame that is so much later. */
  void predict(double seconds) {
    if (missed > 0 && isStationary()) {
      motion.rest();
    } else {
      motion.predict(seconds);
    }
  }

  /** How well the detection continues this track, 0 (not at all) to 1. */
  float inflatedIou(Detection detection) {
    if (!filter.isConfusable(detection.classId(), classId)) {
      return 0;
    }
    float iou = motion.inflatedIou(detection.box());
    if (isStationary()) {
      if (iou < SAME_PLACE && motion.hasPart(detection.box())) {
        iou = SAME_PLACE;
      }
      if (missed > 0) {
        iou = iou < SAME_PLACE ? 0 : ABSENT * iou;
      }
    }
    return detection.classId() == classId ? iou : OTHER_LABEL * iou;
  }

  /** Whether the detection is likely a second box of this object. */
  boolean covers(Detection detection) {
    return filter.isConfusable(detection.classId(), classId)
        && motion.iou(detection.box()) > SECOND_BOX;
  }

  void see(Detection detection, FrameTime time) {
    seen = time;
    skippedNanos = 0;
    box = detection.box();
    missed = 0;
    streak++;
    if (!(isStationary() && motion.hasPart(box))) {
      // Of a parked car behind a passer-by only a part is seen, but all of it is still there.
      motion.update(box, filter.isHighScore(detection) ? 1 : LOW_TRUST);
    }
    stationary.see(motion, time);
    count(detection);
  }

  /** Nothing has changed since the last frame that was examined. */
  void skip(long nanos) {
    skippedNanos += missed == 0 ? nanos : 0;
  }

  /** Whether the next frame must be examined for it. */
  boolean isUnsettled() {
    return !isStationary() || stationary.mayMove() || streak < SURE_FRAMES;
  }

  void miss() {
    missed++;
    streak = 0;
    if (!isConfirmed()) {
      scores.add(0);
    }
  }

  private void count(Detection detection) {
    frames++;
    score = detection.score();
    topScore = Math.max(topScore, score);
    scores.add(score);
    if (!isConfirmed()) {
      votes[detection.classId()] += score;
      if (votes[detection.classId()] > votes[classId]) {
        classId = detection.classId();
        label = detection.label();
      }
    }
  }

  boolean isConfirmed() {
    return id > 0;
  }

  /** Whether it now deserves a number. */
  boolean isReady() {
    return !isConfirmed() && stoppedBy() == null;
  }

  /** What keeps it from counting; null: nothing. */
  private @Nullable Limit stoppedBy() {
    if (frames < settings.minInitialized()) {
      return Limit.MIN_INITIALIZED;
    }
    if (seen.nanosSince(start) < settings.minAge().toNanos()) {
      return Limit.MIN_AGE;
    }
    return scores.median() >= filter.threshold(classId) ? null : Limit.THRESHOLD;
  }

  /** Why it does not count; null: it does. */
  @Nullable Explanation explain() {
    Limit limit = isConfirmed() ? null : stoppedBy();
    if (limit == null) {
      return null;
    }
    Detection latest = new Detection(classId, label, score, box);
    return switch (limit) {
      case MIN_INITIALIZED -> Explanation.of(latest, limit, frames, settings.minInitialized());
      case MIN_AGE ->
          Explanation.of(
              latest, limit, NANOS * seen.nanosSince(start), NANOS * settings.minAge().toNanos());
      default -> Explanation.of(latest, limit, scores.median(), filter.threshold(classId));
    };
  }

  /** From here on it keeps its number and its label. */
  void confirm(long number) {
    id = number;
  }

  /** Whether it is no longer waited for. */
  boolean isLost(FrameTime now) {
    long absent = now.nanosSince(seen) - skippedNanos;
    long patience = settings.maxDisappeared().toNanos();
    if (!isConfirmed()) {
      return absent > patience || (missed > 1 && absent > patience / UNCONFIRMED_DIVISOR);
    }
    if (isStationary() && !stationary.mayMove()) {
      long max = settings.stationary().maxDisappeared().toNanos();
      patience = Math.max(patience, Math.min(max, stationary.nanos(seen)));
    }
    return absent > patience;
  }

  Track toTrack() {
    return new Track(
        id, label, score, topScore, box, start, seen, stationary.frames(), isStationary());
  }

  private boolean isStationary() {
    return stationary.nanos(seen) >= settings.stationary().threshold().toNanos();
  }
}
