package io.pipit.rule;

import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.When;
import io.pipit.explain.Explanation;
import io.pipit.explain.Limit;
import io.pipit.scene.Track;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why the tracks of one camera's frame do not make one rule fire: limits with their values. */
final class RuleExplanations {
  private static final double NANOS = 1e-9;

  private final RuleSettings rule;
  private final CameraRegions regions;
  private final CameraMatch match;
  private final long now;
  private final long lastFired;
  private final List<Explanation> out;

  /**
   * None yet.
   *
   * @param match what the frame shows of the rule's objects
   * @param now time of the frame in nanoseconds
   * @param lastFired when the rule has fired, in nanoseconds, if it has
   * @param out takes them
   */
  RuleExplanations(
      RuleSettings rule,
      CameraRegions regions,
      CameraMatch match,
      long now,
      long lastFired,
      List<Explanation> out) {
    this.rule = rule;
    this.regions = regions;
    this.match = match;
    this.now = now;
    this.lastFired = lastFired;
    this.out = out;
  }

  /**
   * Adds what stops a track; nothing where nothing does, where the rule is not about it, and where
   * the rule's zone says itself what it waits for.
   */
  void add(@Nullable Limit limit, Track track) {
    String zone = rule.when().zone();
    boolean zoneWaits = limit == Limit.ZONE && zone != null && regions.isWaiting(track, zone);
    if (limit != null && limit != Limit.LABEL && !zoneWaits) {
      out.add(of(limit, track).at(place(limit)).forRule(rule.name()));
    }
  }

  private Explanation of(Limit limit, Track track) {
    When when = rule.when();
    return switch (limit) {
      case TOP_SCORE -> Explanation.of(track, limit, track.topScore(), when.minScore());
      case DWELL ->
          times(track, limit, RuleConditions.nanosThere(when, track, regions, now), when.dwell());
      case COUNT -> Explanation.of(track, limit, match.count, when.count());
      case FOR -> times(track, limit, now - match.since, when.holds());
      case COOLDOWN -> times(track, limit, now - lastFired, rule.cooldown());
      default -> Explanation.of(track, limit, Double.NaN, Double.NaN);
    };
  }

  private static Explanation times(Track track, Limit limit, long nanos, Duration asked) {
    return Explanation.of(track, limit, NANOS * nanos, NANOS * asked.toNanos());
  }

  /** What the rule names where it asks for it. */
  private String place(Limit limit) {
    When when = rule.when();
    String place =
        switch (limit) {
          case ZONE, DWELL -> when.zone();
          case DIRECTION -> when.line();
          case ARMED -> when.armed();
          case INPUT -> when.input();
          default -> null;
        };
    return place == null ? "" : place;
  }
}
