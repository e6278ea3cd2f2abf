package io.pipit.explain;

import io.pipit.scene.Point;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Explanations in words, such as {@code person 0.31 at 0.42,0.77: min-score 0.35 not reached}. */
public final class ExplanationText {
  private static final MathContext DIGITS = new MathContext(3);

  /** Tenths of a second that a sum of nanoseconds is off at the outside. */
  private static final double ROUNDING = 1e-6;

  private ExplanationText() {}

  /**
   * One line for people.
   *
   * @param width of the camera's frame in pixels
   * @param height of the camera's frame in pixels
   */
  public static String of(Explanation explanation, int width, int height) {
    String rule = explanation.rule().isEmpty() ? "" : ", rule " + explanation.rule();
    return subject(explanation, width, height) + rule + reason(explanation);
  }

  /** By number and best score; what has no number by its score and where it stands. */
  private static String subject(Explanation e, int width, int height) {
    if (e.track() != Explanation.NO_TRACK) {
      return String.format(Locale.ROOT, "%s %d (%.2f)", e.label(), e.track(), e.score());
    }
    Point at = Point.standing(e.box(), width, height);
    return String.format(Locale.ROOT, "%s %.2f at %.2f,%.2f", e.label(), e.score(), at.x(), at.y());
  }

  private static String reason(Explanation e) {
    String asked = number(e.asked());
    String had = number(e.had());
    return switch (e.limit()) {
      case LOW_SCORE -> ": low-score " + asked + " not reached";
      case MIN_SCORE -> ": min-score " + asked + " not reached";
      case TRACK -> ": not among objects.track";
      case MIN_AREA -> ": min-area " + asked + " not reached, has " + had;
      case MAX_AREA -> ": max-area " + asked + " exceeded, has " + had;
      case MIN_RATIO -> ": min-ratio " + asked + " not reached, has " + had;
      case MAX_RATIO -> ": max-ratio " + asked + " exceeded, has " + had;
      case MASK -> ": in mask " + e.place();
      case MIN_INITIALIZED -> ": min-initialized, seen in " + had + " of " + asked + " frames";
      case MIN_AGE -> ": min-age, seen for " + seconds(e);
      case THRESHOLD -> ": threshold " + asked + " not reached by the median of its scores, " + had;
      case INERTIA -> notIn(e) + "inertia " + had + " of " + asked + " frames";
      case LOITERING -> notIn(e) + "loitering-time " + seconds(e);
      case LABEL -> ": the rule is about other labels";
      case DIRECTION -> ": has crossed " + e.place() + " in the other direction";
      case TOP_SCORE -> ": min-score " + asked + " not reached";
      case ZONE -> ": not in zone " + e.place();
      case DWELL -> ": waits for dwell " + seconds(e);
      case COUNT -> ": count " + had + " of " + asked;
      case ARMED -> ": not armed, input " + e.place() + " is off";
      case INPUT -> ": not triggered, input " + e.place() + " is off";
      case SCHEDULE -> ": outside its schedule";
      case STATIONARY -> ": stationary, and was there when the rule fired";
      case FOR -> ": waits for 'for' " + seconds(e);
      case COOLDOWN ->
          ": cooldown, " + tenths(Math.ceil(10 * (e.asked() - e.had()) - ROUNDING)) + " s left";
    };
  }

  private static String notIn(Explanation e) {
    return " not in zone " + e.place() + ": ";
  }

  /** What has not been reached is not rounded up to it. */
  private static String seconds(Explanation e) {
    return tenths(Math.floor(10 * e.had() + ROUNDING)) + " of " + number(e.asked()) + " s";
  }

  private static String tenths(double count) {
    return String.format(Locale.ROOT, "%.1f", count / 10);
  }

  /** With three digits that count, without zeros at the end. */
  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }
}
