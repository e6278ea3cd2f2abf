package io.pipit.config;

import io.pipit.scene.Polygon;
import io.pipit.scene.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a camera's picture is divided into.
 *
 * @param zones areas that things are in
 * @param lines that things cross
 * @param masks areas in which nothing counts
 */
public record Regions(List<Zone> zones, List<Line> lines, List<Mask> masks) {
  /** A picture without any. */
  public static final Regions NONE = new Regions(List.of(), List.of(), List.of());

  public Regions {
    zones = List.copyOf(zones);
    lines = List.copyOf(lines);
    masks = List.copyOf(masks);
  }

  /**
   * An area that things are in while the middle of their lower edge is.
   *
   * @param objects labels that count; empty: all
   * @param inertia frames in a row that must show a thing inside, or outside, before it is
   * @param loitering how long a thing must stay before it is in the zone
   */
  public record Zone(
      String name, Polygon area, Set<String> objects, int inertia, Duration loitering) {
    public Zone {
      objects = Set.copyOf(objects);
    }
  }

  /**
   * A line that things cross with the middle of their lower edge.
   *
   * @param objects labels that count; empty: all
   */
  public record Line(String name, Segment at, Set<String> objects) {
    public Line {
      objects = Set.copyOf(objects);
    }
  }

  /**
   * An area: what stands in it is discarded.
   *
   * @param objects labels that are discarded; empty: all
   */
  public record Mask(String name, Polygon area, Set<String> objects) {
    public Mask {
      objects = Set.copyOf(objects);
    }
  }
}
