package io.pipit.track;

import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;

/** The tracker's memory of one thing. */
final class LiveTrack {
  /** A box that overlaps the resting place less than this has moved. */
  private static final float SAME_PLACE_IOU = 0.8f;

  /** How long a thing must rest to count as standing. */
  private static final long STATIONARY_NANOS = 5_000_000_000L;

  private final long id;
  private final int classId;
  private final String label;
  private final FrameTime start;
  private FrameTime seen;
  private Box box;
  private Box restingPlace;
  private FrameTime restingSince;
  private int frames = 1;
  private int motionless;
  private float score;
  private float topScore;

  LiveTrack(long id, Detection detection, FrameTime time) {
    this.id = id;
    classId = detection.classId();
    label = detection.label();
    start = time;
    seen = time;
    box = detection.box();
    restingPlace = box;
    restingSince = time;
    score = detection.score();
    topScore = score;
  }

  boolean isOf(Detection detection) {
    return detection.classId() == classId;
  }

  float iou(Detection detection) {
    return box.iou(detection.box());
  }

  void seen(Detection detection, FrameTime time) {
    seen = time;
    box = detection.box();
    score = detection.score();
    topScore = Math.max(topScore, score);
    frames++;
    if (restingPlace.iou(box) < SAME_PLACE_IOU) {
      restingPlace = box;
      restingSince = time;
      motionless = 0;
    } else {
      motionless++;
    }
  }

  boolean isConfirmed() {
    return frames >= Tracker.CONFIRM;
  }

  boolean isLost(FrameTime now) {
    return now.nanosSince(seen) > Tracker.PATIENCE_NANOS;
  }

  Track toTrack() {
    boolean stationary = seen.nanosSince(restingSince) >= STATIONARY_NANOS;
    return new Track(id, label, score, topScore, box, start, seen, motionless, stationary);
  }
}
