package io.pipit.rule;

import io.pipit.config.Regions;
import io.pipit.event.ZoneChanged;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;

/** How many objects of each label are in a camera's zones. */
final class ZoneCounts {
  private final String camera;
  private final List<Regions.Zone> zones;
  private final List<Count> counts = new ArrayList<>();

  /** One zone and one label that was seen in it. */
  private static final class Count {
    final String zone;
    final String label;
    int now;
    int published;

    Count(String zone, String label) {
      this.zone = zone;
      this.label = label;
    }
  }

  ZoneCounts(String camera, List<Regions.Zone> zones) {
    this.camera = camera;
    this.zones = zones;
  }

  /** Counts the outcome's tracks; what has changed is added to it. */
  void update(Outcome outcome) {
    if (zones.isEmpty()) {
      return;
    }
    for (int i = 0; i < counts.size(); i++) {
      counts.get(i).now = 0;
    }
    List<Track> tracks = outcome.tracks();
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      List<String> in = track.currentZones();
      for (int k = 0; k < in.size(); k++) {
        count(in.get(k), track.label()).now++;
      }
    }
    for (int i = 0; i < counts.size(); i++) {
      Count count = counts.get(i);
      if (count.now != count.published) {
        count.published = count.now;
        outcome.add(new ZoneChanged(camera, count.zone, count.label, count.now));
      }
    }
  }

  private Count count(String zone, String label) {
    for (int i = 0; i < counts.size(); i++) {
      Count count = counts.get(i);
      if (count.zone.equals(zone) && count.label.equals(label)) {
        return count;
      }
    }
    Count count = new Count(zone, label);
    counts.add(count);
    return count;
  }
}
