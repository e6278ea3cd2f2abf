package io.pipit.track;

import io.pipit.scene.FrameTime;

/**
 * Whether an object stands still, and since when. It has moved when two sightings in a row are off
 * the place where it came to rest: both edges of a side went the same way, or it grew or shrank a
 * lot. One edge alone is something that hides a part of it.
 */
final class StationaryDetector {
  /** A shift by more than this fraction of the box is a move. */
  private static final float SHIFT = 0.2f;

  private static final float GROWTH = 1.8f;
  private static final float SHRINKAGE = 0.4f;
  private static final int SIGHTINGS = 2;

  private float left;
  private float top;
  private float right;
  private float bottom;
  private FrameTime since;
  private int frames;
  private int off;

  StationaryDetector(Motion motion, FrameTime time) {
    since = time;
    begin(motion, time);
  }

  /** Takes in where the object is now. */
  void see(Motion now, FrameTime time) {
    if (!isElsewhere(now)) {
      off = 0;
      frames++;
    } else if (++off >= SIGHTINGS) {
      begin(now, time);
    }
  }

  private void begin(Motion motion, FrameTime time) {
    left = motion.left();
    top = motion.top();
    right = motion.right();
    bottom = motion.bottom();
    since = time;
    frames = 0;
    off = 0;
  }

  /** Frames seen since it last moved. */
  int frames() {
    return frames;
  }

  /** How long it had stood when it was last seen, in nanoseconds. */
  long nanos(FrameTime seen) {
    return seen.nanosSince(since);
  }

  /** Whether its last sighting was elsewhere. */
  boolean mayMove() {
    return off > 0;
  }

  private boolean isElsewhere(Motion now) {
    float width = right - left;
    float height = bottom - top;
    float area = (now.right() - now.left()) * (now.bottom() - now.top());
    return shift(now.left() - left, now.right() - right) > SHIFT * width
        || shift(now.top() - top, now.bottom() - bottom) > SHIFT * height
        || area > GROWTH * width * height
        || area < SHRINKAGE * width * height;
  }

  /** What two edges have moved together. */
  private static float shift(float one, float other) {
    return one * other <= 0 ? 0 : Math.min(Math.abs(one), Math.abs(other));
  }
}
