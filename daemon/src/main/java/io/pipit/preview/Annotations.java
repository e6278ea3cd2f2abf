package io.pipit.preview;

import io.pipit.config.Regions;
import io.pipit.event.Report;
import io.pipit.json.JsonTree;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.Point;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is drawn over a frame. All places are from 0 to 1 of the frame's width and height.
 *
 * @param marks boxes of tracks and detections
 * @param zones outlines of areas
 * @param masks outlines of areas in which nothing counts
 * @param lines from a point to another
 */
public record Annotations(
    List<Mark> marks, List<Outline> zones, List<Outline> masks, List<Outline> lines) {
  /** Above this intersection over union a detection is the one that a track shows. */
  private static final float SAME = 0.7f;

  public Annotations {
    marks = List.copyOf(marks);
    zones = List.copyOf(zones);
    masks = List.copyOf(masks);
    lines = List.copyOf(lines);
  }

  /**
   * A box with what it is said to be.
   *
   * @param label its class
   * @param id of its track; empty: it belongs to none
   * @param score 0 to 1
   * @param seen whether it was found in the last frame that was examined; else where it was before
   */
  public record Mark(
      String label,
      String id,
      float score,
      boolean seen,
      float left,
      float top,
      float right,
      float bottom) {
    private static Mark of(Detection found, int width, int height) {
      return of(found.label(), "", found.score(), true, found.box(), width, height);
    }

    private static Mark of(
        String label, String id, float score, boolean seen, Box box, float width, float height) {
      return new Mark(
          label,
          id,
          score,
          seen,
          box.left() / width,
          box.top() / height,
          box.right() / width,
          box.bottom() / height);
    }

    private Map<String, Object> json() {
      return Map.of(
          "label",
          label,
          "id",
          id,
          "score",
          score,
          "seen",
          seen,
          "box_rel",
          List.of(left, top, right, bottom));
    }

    private static Mark of(JsonTree json) throws JsonTree.Malformed {
      List<Float> box = json.get("box_rel").numbers(-1, 2);
      if (box.size() != 4) {
        throw json.get("box_rel").wrong("four numbers");
      }
      return new Mark(
          json.get("label").text(),
          json.get("id").text(),
          json.get("score").number(0, 1),
          json.get("seen").flag(),
          box.get(0),
          box.get(1),
          box.get(2),
          box.get(3));
    }
  }

  /** An area's corners, or a line's ends. */
  public record Outline(String name, List<Point> points) {
    public Outline {
      points = List.copyOf(points);
    }

    private Map<String, Object> json() {
      return Map.of(
          "name", name, "points", points.stream().map(p -> List.of(p.x(), p.y())).toList());
    }

    private static Outline of(JsonTree json) throws JsonTree.Malformed {
      List<Point> points = new ArrayList<>();
      for (JsonTree pair : json.get("points").list()) {
        List<Float> numbers = pair.numbers(0, 1);
        if (numbers.size() != 2) {
          throw pair.wrong("two numbers");
        }
        points.add(new Point(numbers.get(0), numbers.get(1)));
      }
      return new Outline(json.get("name").text(), points);
    }
  }

  /** What a camera's regions and a frame of it come to: its tracks, and detections without one. */
  public static Annotations of(Regions regions, Report report) {
    List<Mark> marks = new ArrayList<>();
    for (Track track : report.tracks()) {
      String id = Long.toString(track.id());
      marks.add(
          Mark.of(
              track.label(),
              id,
              track.score(),
              report.detections().stream().anyMatch(found -> isSame(track, found)),
              track.box(),
              report.width(),
              report.height()));
    }
    for (Detection found : report.detections()) {
      if (report.tracks().stream().noneMatch(track -> isSame(track, found))) {
        marks.add(Mark.of(found, report.width(), report.height()));
      }
    }
    return of(regions, marks);
  }

  /** What a camera's regions and the detections in a frame of it come to. */
  public static Annotations of(Regions regions, List<Detection> found, Frame.Layout layout) {
    return of(
        regions,
        found.stream()
            .map(one -> Mark.of(one, layout.frameWidth(), layout.frameHeight()))
            .toList());
  }

  private static boolean isSame(Track track, Detection found) {
    return track.box().iou(found.box()) > SAME;
  }

  private static Annotations of(Regions regions, List<Mark> marks) {
    return new Annotations(
        marks,
        regions.zones().stream().map(z -> new Outline(z.name(), z.area().corners())).toList(),
        regions.masks().stream().map(m -> new Outline(m.name(), m.area().corners())).toList(),
        regions.lines().stream()
            .map(line -> new Outline(line.name(), List.of(line.at().from(), line.at().to())))
            .toList());
  }

  /** As the members of a JSON object. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("marks", marks.stream().map(Mark::json).toList());
    json.put("zones", zones.stream().map(Outline::json).toList());
    json.put("masks", masks.stream().map(Outline::json).toList());
    json.put("lines", lines.stream().map(Outline::json).toList());
    return json;
  }

  /**
   * What {@link #json} has made an object of.
   *
   * @throws JsonTree.Malformed when it is something else
   */
  public static Annotations of(JsonTree json) throws JsonTree.Malformed {
    List<Mark> marks = new ArrayList<>();
    for (JsonTree mark : json.get("marks").list()) {
      marks.add(Mark.of(mark));
    }
    return new Annotations(
        marks,
        outlines(json.get("zones")),
        outlines(json.get("masks")),
        outlines(json.get("lines")));
  }

  private static List<Outline> outlines(JsonTree json) throws JsonTree.Malformed {
    List<Outline> outlines = new ArrayList<>();
    for (JsonTree outline : json.list()) {
      outlines.add(Outline.of(outline));
    }
    return outlines;
  }
}
