package io.pipit.config;

import com.typesafe.config.ConfigObject;
import io.pipit.scene.Point;
import io.pipit.scene.Polygon;
import io.pipit.scene.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From the configuration's values to the zones, lines and masks of a camera. */
final class RegionsReader {
  private static final Polygon SOME_AREA =
      new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1)));
  private static final Segment SOME_LINE = new Segment(new Point(0, 0), new Point(1, 1));
  private static final Duration MAX_DURATION = Duration.ofHours(24);

  private RegionsReader() {}

  /**
   * Reads the sections {@code zones}, {@code lines} and {@code masks}, and what {@code zone},
   * {@code line} and {@code mask} say for all of them.
   */
  static Regions read(Section camera) {
    return new Regions(
        all(camera, "zone", RegionsReader::zone),
        all(camera, "line", RegionsReader::line),
        all(camera, "mask", RegionsReader::mask));
  }

  private static <T> List<T> all(
      Section camera, String kind, BiFunction<String, Section, T> reader) {
    Section common = camera.section(kind).optional();
    var unused = reader.apply("", common); // only reports what is wrong
    common.rejectUnknownKeys();
    ConfigObject defaults = common.values();
    return camera
        .section(kind + "s")
        .each(
            (name, own) -> {
              Section section = own.withDefaults(defaults);
              T region = reader.apply(name, section);
              section.rejectUnknownKeys();
              return region;
            });
  }

  private static Regions.Zone zone(String name, Section section) {
    return new Regions.Zone(
        name,
        coordinates(section, "the corners of an area", SOME_AREA, RegionsReader::area),
        objects(section),
        (int) section.integer("inertia", 1, 100),
        section.duration("loitering-time", Duration.ZERO, MAX_DURATION));
  }

  private static Regions.Line line(String name, Section section) {
    return new Regions.Line(
        name,
        coordinates(section, "the two ends of a line", SOME_LINE, RegionsReader::segment),
        objects(section));
  }

  private static Regions.Mask mask(String name, Section section) {
    return new Regions.Mask(
        name,
        coordinates(section, "the corners of an area", SOME_AREA, RegionsReader::area),
        objects(section));
  }

  private static Segment segment(List<Point> points) {
    if (points.size() != 2) {
      throw new IllegalArgumentException("a line must have 2 points, has " + points.size());
    }
    return new Segment(points.get(0), points.get(1));
  }

  private static Set<String> objects(Section section) {
    return NamesReader.labels(section, "objects", "all");
  }

  /** Absent in a section that only has defaults. */
  private static <T> T coordinates(
      Section section, String what, T ifWrong, Function<List<Point>, T> make) {
    String rule = what + " such as \"0.1,0.2, 0.9,0.2, 0.9,0.8\", fractions of the frame";
    List<Double> numbers =
        section.read("coordinates", new ValueRule<>(rule, List.of(), RegionsReader::pairs));
    if (numbers.isEmpty()) {
      return ifWrong; // reported, or absent
    }
    try {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i += 2) {
        points.add(new Point(numbers.get(i).floatValue(), numbers.get(i + 1).floatValue()));
      }
      return make.apply(points);
    } catch (IllegalArgumentException e) {
      section.problem("coordinates", "is wrong: " + e.getMessage());
      return ifWrong;
    }
  }

  /** An area whose first corner may stand there again as its last. */
  private static Polygon area(List<Point> corners) {
    int last = corners.size() - 1;
    boolean closed = last > 2 && corners.get(0).equals(corners.get(last));
    return new Polygon(closed ? corners.subList(0, last) : corners);
  }

  /** Numbers, two for a point; null when they are not. */
  private static @Nullable List<Double> pairs(String text) {
    String[] parts = text.strip().split("\\s*[,;\\s]\\s*", -1);
    List<Double> numbers = Arrays.stream(parts).map(Units::number).toList();
    return parts.length % 2 == 0 && !numbers.contains(null) ? numbers : null;
  }
}
