package io.pipit.explain;

/**
 * What may stop something that was seen, in the order in which it is asked: of a box, of a track,
 * for a zone, for a rule.
 */
public enum Limit {
  /** A box scores too low even to continue a track. */
  LOW_SCORE("tracker.low-score"),
  /** Its label is not tracked. */
  TRACK("objects.track"),
  MIN_AREA("objects.min-area"),
  MAX_AREA("objects.max-area"),
  MIN_RATIO("objects.min-ratio"),
  MAX_RATIO("objects.max-ratio"),
  /** It stands in a mask. */
  MASK("masks"),
  /** It continues no track, and scores too low to begin one. */
  MIN_SCORE("objects.min-score"),
  /** A track was detected in too few frames yet. */
  MIN_INITIALIZED("tracker.min-initialized", true),
  /** For too short a time yet. */
  MIN_AGE("tracker.min-age", true),
  /** The median of its scores is too low. */
  THRESHOLD("objects.threshold"),
  /** Too few frames in a row have shown it inside a zone. */
  INERTIA("zone.inertia", true),
  /** It has been inside for too short a time. */
  LOITERING("zone.loitering-time", true),
  /** The rule is about other labels. */
  LABEL("when.label"),
  /** Its best score is too low for the rule. */
  TOP_SCORE("when.min-score"),
  /** It has crossed the line to the other side. */
  DIRECTION("when.direction"),
  /** It is not in the rule's zone. */
  ZONE("when.zone"),
  DWELL("when.dwell", true),
  /** Too few objects count. */
  COUNT("when.count"),
  /** The input that arms the rule is off. */
  ARMED("when.armed"),
  /** The input that triggers it is off. */
  INPUT("when.input"),
  SCHEDULE("when.schedule"),
  /** It stands, and was there when the rule fired before. */
  STATIONARY("tracker.stationary.threshold"),
  FOR("when.for", true),
  COOLDOWN("cooldown");

  private final String key;
  private final boolean wait;

  Limit(String key) {
    this(key, false);
  }

  Limit(String key, boolean wait) {
    this.key = key;
    this.wait = wait;
  }

  /**
   * Its key in pipit.conf, from the section on that has it: a camera's, a rule's, or the file's.
   */
  public String key() {
    return key;
  }

  /** Whether all that counts in the end passes it after a while: it may not have stopped it yet. */
  public boolean isWait() {
    return wait;
  }
}
