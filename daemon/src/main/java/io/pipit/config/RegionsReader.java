package io.pipit.config;

import com.typesafe.config.ConfigObject;
import io.pipit.scene.Point;
import io.pipit.scene.Polygon;
import io.pipit.scene.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the configuration's values to the zones, lines and masks of a camera. */
final class RegionsReader {
  private static final Pattern ANY = Pattern.compile(".*");
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
        coordinates(section, "the corners of an area", SOME_AREA, Polygon::new),
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
        coordinates(section, "the corners of an area", SOME_AREA, Polygon::new),
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

  private static <T> T coordinates(
      Section section, String what, T ifWrong, Function<List<Point>, T> make) {
    String rule = what + " such as \"0.1,0.2, 0.9,0.2, 0.9,0.8\", fractions of the frame";
    String text = section.text("coordinates", rule, ANY);
    if (text.isEmpty()) {
      return ifWrong; // reported already, or it is of a section that only has defaults
    }
    try {
      List<Point> points = points(text);
      if (points == null) {
        section.problem("coordinates", "must be " + rule + ", is \"" + text + '"');
        return ifWrong;
      }
      return make.apply(points);
    } catch (IllegalArgumentException e) {
      section.problem("coordinates", "is wrong: " + e.getMessage());
      return ifWrong;
    }
  }

  /** Pairs of numbers; null when they are none. */
  private static @Nullable List<Point> points(String text) {
    String[] numbers = text.split("\\s*[,;\\s]\\s*", -1);
    if (numbers.length % 2 != 0) {
      return null;
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      Double x = Units.number(numbers[i]);
      Double y = Units.number(numbers[i + 1]);
      if (x == null || y == null) {
        return null;
      }
      points.add(new Point(x.floatValue(), y.floatValue()));
    }
    return points;
  }
}
