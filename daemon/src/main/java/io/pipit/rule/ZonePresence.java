package io.pipit.rule;

import io.pipit.config.Regions;
import io.pipit.explain.Explanation;
import io.pipit.explain.Limit;
import io.pipit.scene.Point;
import io.pipit.scene.Track;
import org.jspecify.annotations.Nullable;

/** One track and one zone: inside or not, and since when. */
final class ZonePresence {
  private static final double NANOS = 1e-9;

  private final Regions.Zone zone;
  private final long loiteringNanos;
  private boolean inside;
  private long insideSince;
  private int streak;
  private long streakSince;
  private boolean in;

  ZonePresence(Regions.Zone zone) {
    this.zone = zone;
    loiteringNanos = zone.loitering().toNanos();
  }

  /** Takes in where the track stands; returns whether it has come into the zone, or left it. */
  boolean update(Point place, long now) {
    if (zone.area().contains(place) == inside) {
      streak = 0;
    } else {
      if (streak++ == 0) {
        streakSince = now;
      }
      if (streak >= zone.inertia()) {
        inside = !inside;
        insideSince = streakSince;
        streak = 0;
      }
    }
    boolean was = in;
    in = inside && now - insideSince >= loiteringNanos;
    return in != was;
  }

  /** Whether it is in the zone: inside, and for long enough. */
  boolean isIn() {
    return in;
  }

  String zone() {
    return zone.name();
  }

  /** How long it has been inside. */
  long nanosInside(long now) {
    return inside ? now - insideSince : 0;
  }

  /** Whether it stands in the zone and does not count as in it yet. */
  boolean isWaiting() {
    return !in && (inside || streak > 0);
  }

  /** Why the track is not in the zone although it stands there; null: it is in, or elsewhere. */
  @Nullable Explanation explain(Track track, long now) {
    if (!isWaiting()) {
      return null;
    }
    Explanation why =
        inside
            ? Explanation.of(
                track, Limit.LOITERING, NANOS * nanosInside(now), NANOS * loiteringNanos)
            : Explanation.of(track, Limit.INERTIA, streak, zone.inertia());
    return why.at(zone.name());
  }
}
