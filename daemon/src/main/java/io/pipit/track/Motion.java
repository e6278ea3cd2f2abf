package io.pipit.track;

import io.pipit.scene.Box;

/**
 * Where a box is, how fast it moves and how sure that is. Its centre has a velocity; its width and
 * height only drift, for a size that is extrapolated over a gap runs away. All noise is in
 * proportion to the object's size, so that near and far objects are treated alike.
 *
 * <p>Source: A. Bewley et al., "Simple online and realtime tracking", ICIP 2016, for the model of
 * motion; that a box is widened by the uncertainty about it before it is compared follows F. Yang
 * et al., "Hard to track objects with irregular motions and similar appearances? Make it easier by
 * buffering the matching space", WACV 2023.
 */
final class Motion {
  /** Of a detector's box, in sizes of the object. */
  private static final double NOISE = 0.1;

  /** What an object's speed may be when it is first seen, in its sizes a second. */
  private static final double SPEED = 1;

  /** What an object's speed may change by within a second, in its sizes a second. */
  private static final double PROCESS_NOISE = 0.5;

  /** How much width and height may change within a second, as a fraction. */
  private static final double GROWTH = 0.1;

  /**
   * A box is widened by half its size at most; by all of it when the last frame is a second old.
   */
  private static final double MIN_REACH = 0.5;

  private static final double MAX_REACH = 1;

  /** A part of an object lies inside its box by more than this fraction. */
  private static final float INSIDE = 0.8f;

  private final KalmanAxis x;
  private final KalmanAxis y;
  private double width;
  private double height;
  private double varSize = NOISE * NOISE;
  private float margin;

  /** An object seen for the first time. */
  Motion(Box box) {
    width = box.width();
    height = box.height();
    double size = size();
    x = new KalmanAxis(centreX(box), NOISE * size, SPEED * size);
    y = new KalmanAxis(centreY(box), NOISE * size, SPEED * size);
  }

  /** Goes on to a frame that is so much later. */
  void predict(double seconds) {
    double size = size();
    x.predict(seconds, PROCESS_NOISE * size);
    y.predict(seconds, PROCESS_NOISE * size);
    varSize += GROWTH * GROWTH * seconds;
    double stdDev = Math.max(x.stdDev(), y.stdDev());
    double reach = size * Math.max(MIN_REACH, Math.min(MAX_REACH, seconds));
    margin = (float) Math.max(0, Math.min(stdDev - NOISE * size, reach));
  }

  /**
   * Takes in where the object was seen.
   *
   * @param trust how sure the box is, above 0 to 1
   */
  void update(Box box, double trust) {
    double noise = NOISE / trust;
    double size = size();
    x.update(centreX(box), noise * size);
    y.update(centreY(box), noise * size);
    double gain = varSize / (varSize + noise * noise);
    width += gain * (box.width() - width);
    height += gain * (box.height() - height);
    varSize -= gain * varSize;
  }

  /** The object stands still while it is not seen. */
  void rest() {
    x.stop(SPEED * size());
    y.stop(SPEED * size());
    margin = 0;
  }

  float left() {
    return (float) (x.position() - width / 2);
  }

  float top() {
    return (float) (y.position() - height / 2);
  }

  float right() {
    return (float) (x.position() + width / 2);
  }

  float bottom() {
    return (float) (y.position() + height / 2);
  }

  /** Intersection over union of the predicted box and another, both widened by the uncertainty. */
  float inflatedIou(Box box) {
    float pad = 2 * margin;
    float w = Math.min(right(), box.right()) - Math.max(left(), box.left()) + pad;
    float h = Math.min(bottom(), box.bottom()) - Math.max(top(), box.top()) + pad;
    if (w <= 0 || h <= 0) {
      return 0;
    }
    float shared = w * h;
    float own = (float) ((width + pad) * (height + pad));
    float other = (box.width() + pad) * (box.height() + pad);
    return shared / (own + other - shared);
  }

  /** Intersection over union of the predicted box and another. */
  float iou(Box box) {
    float shared = shared(box);
    return shared / ((float) (width * height) + box.area() - shared);
  }

  /** Whether the box is a part of the predicted one, mostly inside it and clearly smaller. */
  boolean hasPart(Box box) {
    return shared(box) > INSIDE * box.area() && iou(box) < INSIDE;
  }

  private float shared(Box box) {
    float w = Math.min(right(), box.right()) - Math.max(left(), box.left());
    float h = Math.min(bottom(), box.bottom()) - Math.max(top(), box.top());
    return w <= 0 || h <= 0 ? 0 : w * h;
  }

  /** Side of the square as large as the box; never 0. */
  private double size() {
    return Math.max(1, Math.sqrt(width * height));
  }

  private static double centreX(Box box) {
    return (box.left() + box.right()) / 2;
  }

  private static double centreY(Box box) {
    return (box.top() + box.bottom()) / 2;
  }
}
