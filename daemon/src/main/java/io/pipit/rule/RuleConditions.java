package io.pipit.rule;

import io.pipit.config.RuleSettings.When;
import io.pipit.event.LineCrossed;
import io.pipit.explain.Limit;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule asks of the moment and of each object, whatever has happened before. */
final class RuleConditions {
  private final When when;
  private final Inputs inputs;
  private final ScheduleClock clock;

  RuleConditions(When when, Inputs inputs, ScheduleClock clock) {
    this.when = when;
    this.inputs = inputs;
    this.clock = clock;
  }

  /** Whether what a camera shows matters. */
  boolean looksAt(String camera) {
    return when.needsTrack() && allows(when.cameras(), camera);
  }

  /** What keeps the rule from firing whatever is seen; null: nothing. */
  @Nullable Limit closedBy(FrameTime time) {
    if (!inputs.isOn(when.armed())) {
      return Limit.ARMED;
    }
    if (!inputs.isOn(when.input())) {
      return Limit.INPUT;
    }
    return clock.isWithin(time) ? null : Limit.SCHEDULE;
  }

  /** What keeps a track from counting; null: nothing. */
  @Nullable Limit stoppedBy(Track track, CameraRegions regions, long now) {
    Limit unwanted = unwanted(track);
    if (unwanted != null) {
      return unwanted;
    }
    String zone = when.zone();
    if (zone != null && !track.currentZones().contains(zone)) {
      return Limit.ZONE;
    }
    long dwell = when.dwell().toNanos();
    return dwell == 0 || nanosThere(when, track, regions, now) >= dwell ? null : Limit.DWELL;
  }

  /** What keeps a crossing of the rule's line from counting; null: nothing. */
  @Nullable Limit stoppedBy(LineCrossed crossed) {
    Limit unwanted = unwanted(crossed.track());
    if (unwanted != null) {
      return unwanted;
    }
    return when.direction() == null || when.direction() == crossed.direction()
        ? null
        : Limit.DIRECTION;
  }

  private @Nullable Limit unwanted(Track track) {
    if (!allows(when.labels(), track.label())) {
      return Limit.LABEL;
    }
    return track.topScore() >= when.minScore() ? null : Limit.TOP_SCORE;
  }

  /** How long a track has been in the rule's zone, or without one in view. */
  static long nanosThere(When when, Track track, CameraRegions regions, long now) {
    String zone = when.zone();
    return zone == null ? now - track.start().monoNanos() : regions.nanosInside(track, zone, now);
  }

  private static boolean allows(Set<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }
}
