package io.pipit.rule;

import io.pipit.config.Regions;
import io.pipit.event.Event;
import io.pipit.event.LineCrossed;
import io.pipit.explain.Explanation;
import io.pipit.scene.Direction;
import io.pipit.scene.Point;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is known of one track and its camera's zones and lines. */
final class PlacedTrack {
  private final long id;
  private final ZonePresence[] zones;
  private final LineSide[] lines;
  private List<String> current = List.of();
  private List<String> entered = List.of();

  /** A track that was nowhere yet; zones and lines that are for other labels do not see it. */
  PlacedTrack(Track track, Regions regions) {
    id = track.id();
    zones =
        regions.zones().stream()
            .filter(zone -> isFor(zone.objects(), track))
            .map(ZonePresence::new)
            .toArray(ZonePresence[]::new);
    lines =
        regions.lines().stream()
            .filter(line -> isFor(line.objects(), track))
            .map(LineSide::new)
            .toArray(LineSide[]::new);
  }

  private static boolean isFor(Set<String> objects, Track track) {
    return objects.isEmpty() || objects.contains(track.label());
  }

  long id() {
    return id;
  }

  /**
   * Takes in one frame.
   *
   * @param events takes the lines that were crossed
   * @return the track in its zones
   */
  Track update(String camera, Track track, Point place, long now, List<Event> events) {
    boolean changed = false;
    for (ZonePresence zone : zones) {
      changed |= zone.update(place, now);
    }
    if (changed) {
      current = zonesNow();
      entered = joined(entered, current);
    }
    Track placed = entered.isEmpty() ? track : track.in(current, entered);
    for (LineSide line : lines) {
      Direction direction = line.update(place);
      if (direction != null) {
        events.add(new LineCrossed(camera, line.line(), placed, direction));
      }
    }
    return placed;
  }

  /** How long the track has been inside a zone; 0 when it is not. */
  long nanosInside(String zone, long now) {
    for (ZonePresence presence : zones) {
      if (presence.zone().equals(zone)) {
        return presence.nanosInside(now);
      }
    }
    return 0;
  }

  /** Whether it stands in a zone and does not count as in it yet. */
  boolean isWaiting(String zone) {
    for (ZonePresence presence : zones) {
      if (presence.zone().equals(zone)) {
        return presence.isWaiting();
      }
    }
    return false;
  }

  /** Adds why the track is not in zones although it stands there. */
  void explain(Track track, long now, List<Explanation> out) {
    for (ZonePresence zone : zones) {
      Explanation why = zone.explain(track, now);
      if (why != null) {
        out.add(why);
      }
    }
  }

  private List<String> zonesNow() {
    List<String> names = new ArrayList<>();
    for (ZonePresence zone : zones) {
      if (zone.isIn()) {
        names.add(zone.zone());
      }
    }
    return List.copyOf(names);
  }

  private static List<String> joined(List<String> names, List<String> more) {
    List<String> all = new ArrayList<>(names);
    for (String name : more) {
      if (!all.contains(name)) {
        all.add(name);
      }
    }
    return List.copyOf(all);
  }
}
