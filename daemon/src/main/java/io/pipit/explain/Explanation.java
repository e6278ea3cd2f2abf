package io.pipit.explain;

import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Track;

/**
 * Why one box or track did not count at one frame.
 *
 * @param limit what stopped it
 * @param label what was seen
 * @param score of the box, or the best one of the track, 0 to 1
 * @param box where, in pixels of the camera's frame
 * @param track its number; {@link #NO_TRACK} where it has none
 * @param rule for which it did not count; empty: no rule's matter
 * @param place name of the zone, line, mask or input that the limit is about; empty: none
 * @param had the value that was too low or too high, in the unit of the configuration, times in
 *     seconds; NaN: the limit has none
 * @param asked the value of the configuration that was not met; NaN: the limit has none
 */
public record Explanation(
    Limit limit,
    String label,
    float score,
    Box box,
    long track,
    String rule,
    String place,
    double had,
    double asked) {
  /** The number of what is no track yet. */
  public static final long NO_TRACK = 0;

  /** Boxes without a number that overlap more are one object in two frames. */
  private static final float SAME_PLACE = 0.3f;

  /** About a box. */
  public static Explanation of(Detection box, Limit limit, double had, double asked) {
    return new Explanation(
        limit, box.label(), box.score(), box.box(), NO_TRACK, "", "", had, asked);
  }

  /** About a track. */
  public static Explanation of(Track track, Limit limit, double had, double asked) {
    return new Explanation(
        limit, track.label(), track.topScore(), track.box(), track.id(), "", "", had, asked);
  }

  /** The same as the matter of a rule. */
  public Explanation forRule(String name) {
    return new Explanation(limit, label, score, box, track, name, place, had, asked);
  }

  /** The same about a zone, line, mask or input. */
  public Explanation at(String name) {
    return new Explanation(limit, label, score, box, track, rule, name, had, asked);
  }

  /** Whether it is about the same object, zone and rule, whatever the limit. */
  boolean isAboutTheSame(Explanation other) {
    if (!label.equals(other.label) || !rule.equals(other.rule) || track != other.track) {
      return false;
    }
    if (isAboutZone() != other.isAboutZone() || (isAboutZone() && !place.equals(other.place))) {
      return false;
    }
    return track != NO_TRACK || box.iou(other.box) > SAME_PLACE;
  }

  /** Whether it is a box that scores so low that it may be nothing. */
  boolean isFaint() {
    return limit == Limit.LOW_SCORE || (limit == Limit.MIN_SCORE && had < asked / 2);
  }

  /** Whether a track is not yet in a zone; no rule's matter. */
  boolean isAboutZone() {
    return limit == Limit.INERTIA || limit == Limit.LOITERING;
  }

  /** Whether a track has nearly this box. */
  boolean hasBecome(Track other) {
    return box.iou(other.box()) > SAME_PLACE;
  }
}
