package io.pipit.config;

import io.pipit.scene.Polygon;
import io.pipit.scene.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a camera's frame is divided into.
 *
 * @param zones areas that objects are in
 * @param lines that objects cross
 * @param masks areas in which nothing counts
 */
public record Regions(List<Zone> zones, List<Line> lines, List<Mask> masks) {
  /** A frame without any. */
  public static final Regions NONE = new Regions(List.of(), List.of(), List.of());

  public Regions {
    zones = List.copyOf(zones);
    lines = List.copyOf(lines);
    masks = List.copyOf(masks);
  }

  /**
   * An area that objects are in while the middle of their lower edge is.
   *
   * @param objects labels that count; empty: all
   * @param inertia frames in a row that must show an object inside, or outside, before it is
   * @param loitering how long an object must stay before it is in the zone
   */
  public record Zone(
      String name, Polygon area, Set<String> objects, int inertia, Duration loitering) {
    public Zone {
      objects = Set.copyOf(objects);
    }
  }

  /**
   * A line that objects cross with the middle of their lower edge.
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
