package io.pipit.config;

import com.typesafe.config.ConfigObject;
import io.pipit.config.CameraSettings.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the configuration's values to the cameras. */
final class CamerasReader {
  static final String CAMERAS = "cameras";

  private static final String DEFAULTS = "camera-defaults";
  private static final String[] TYPES = {
    "demo", "file", "folder", "v4l2", "rtsp", "http", "libcamera"
  };
  private static final Pattern ANY = Pattern.compile(".+");
  private static final Pattern DEVICE = Pattern.compile("/.+|usb[:-][^/]+");
  private static final Pattern ASPECT = Pattern.compile("([1-9]\\d{0,4}):([1-9]\\d{0,4})");
  private static final CameraUrl NOWHERE = new CameraUrl("rtsp", "", "", "camera.invalid", 0, "/");
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(9);
  private static final String TIMEOUT = "frame-timeout";
  private static final Duration MAX_DURATION = Duration.ofMinutes(10);
  private static final int MAX_SIDE_PIXELS = 7680;

  private final Diagnostics reading;
  private final Path folder;

  /**
   * @param folder the base of relative paths
   */
  CamerasReader(Diagnostics reading, Path folder) {
    this.reading = reading;
    this.folder = folder;
  }

  /** The names of all cameras, right or wrong. */
  static Set<String> names(Section root) {
    return root.section(CAMERAS).values().keySet();
  }

  /**
   * Reads the sections {@code cameras} and {@code camera-defaults}.
   *
   * @param shipped used in place of the user's {@code camera-defaults} when those are wrong, or
   *     each camera would repeat their problems
   */
  List<CameraSettings> read(Section root, ConfigObject shipped) {
    int before = reading.problemCount();
    Section defaults = root.optionalSection(DEFAULTS);
    common(defaults);
    for (String type : TYPES) {
      Section ofType = defaults.section(type);
      source(type, ofType);
      shape(type, ofType);
      ofType.rejectUnknownKeys();
    }
    defaults.rejectUnknownKeys();
    ConfigObject used =
        reading.problemCount() == before
            ? defaults.values()
            : shipped.toConfig().getObject(DEFAULTS);

    before = reading.problemCount();
    Section section = root.section(CAMERAS);
    if (section.values().isEmpty() && reading.problemCount() == before) {
      section.problem("must have at least one camera, such as front { type = demo }");
    }
    return section.each((name, own) -> camera(name, own, used)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty when the type is wrong: it is unknown then which of the types' keys are right. */
  private Optional<CameraSettings> camera(String name, Section own, ConfigObject defaults) {
    int before = reading.problemCount();
    String type = own.oneOf("type", TYPES);
    if (reading.problemCount() > before) {
      checkWithoutType(own.optional());
      return Optional.empty();
    }
    Section section = own.withDefaults(defaultsOf(type, defaults));
    Common common = common(section);
    Source source = source(type, section);
    Shape shape = shape(type, section);
    checkInterval(source, common.limits, section);
    section.rejectUnknownKeys();
    return Optional.of(
        new CameraSettings(
            name,
            source,
            common.fps,
            common.limits,
            common.objects,
            common.regions,
            shape,
            source instanceof Source.Folder ? MotionSettings.UNGATED : common.motion));
  }

  /**
   * Reports what is wrong whatever the type: values of the keys all have, and keys that none has.
   */
  private void checkWithoutType(Section own) {
    common(own);
    for (String type : TYPES) {
      Section keys = own.empty();
      source(type, keys);
      shape(type, keys);
      own.allow(keys);
    }
    own.rejectUnknownKeys();
  }

  /** The defaults of one type: those that all share and its own. */
  private static ConfigObject defaultsOf(String type, ConfigObject all) {
    ConfigObject shared = all;
    for (String section : TYPES) {
      shared = shared.withoutKey(section);
    }
    return shared.withFallback(all.get(type));
  }

  private record Common(
      double fps,
      CameraSettings.Limits limits,
      ObjectSettings objects,
      Regions regions,
      MotionSettings motion) {}

  private Common common(Section section) {
    return new Common(
        section.number("fps", 0, 240),
        limits(section),
        ObjectsReader.read(section.section("objects")),
        RegionsReader.read(section),
        motion(section.section("motion")));
  }

  private static MotionSettings motion(Section section) {
    MotionSettings motion =
        new MotionSettings(
            section.oneOf("gate", "auto", "off").equals("auto"),
            (int) section.integer("threshold", 1, 255),
            section.duration("look-every", Duration.ofMillis(100), Duration.ofMinutes(1)));
    section.rejectUnknownKeys();
    return motion;
  }

  private CameraSettings.Limits limits(Section section) {
    int before = reading.problemCount();
    Duration stale = section.duration("stale-after", Duration.ofMillis(50), MAX_DURATION);
    Duration timeout = section.duration(TIMEOUT, Duration.ofMillis(100), MAX_DURATION);
    Duration frozen = section.duration("frozen-after", Duration.ZERO, Duration.ofDays(1));
    if (stale.compareTo(timeout) >= 0) {
      // Who sets the one alone need not know of the other.
      if (reading.problemCount() == before && section.isInFile("stale-after")) {
        section.problem(
            List.of("stale-after", TIMEOUT),
            "stale-after must be less than frame-timeout (%s), is %s"
                .formatted(Units.show(timeout), Units.show(stale)));
      }
      stale = timeout.dividedBy(2);
    }
    return new CameraSettings.Limits(stale, timeout, frozen);
  }

  private Source source(String type, Section section) {
    return switch (type) {
      case "demo" ->
          new Source.Demo(
              section.integer("seed", 0, Integer.MAX_VALUE),
              (int) section.integer("width", 160, 3840),
              (int) section.integer("height", 120, 2160));
      case "file" -> new Source.File(path(section, "a video file"), section.bool("loop"));
      case "folder" -> new Source.Folder(path(section, "a folder of images"), section.bool("loop"));
      case "v4l2" ->
          new Source.V4l2(
              ControlCharacters.text(
                  section,
                  "device",
                  "a full path such as /dev/video0, usb:SERIAL or a name in /dev/v4l/by-id",
                  DEVICE),
              side(section, "width"),
              side(section, "height"));
      case "rtsp" -> {
        CameraUrl url = url(section, "rtsp");
        Source.Rtsp.Transport transport =
            Source.Rtsp.Transport.valueOf(
                section.oneOf("transport", "tcp", "udp").toUpperCase(Locale.ROOT));
        yield new Source.Rtsp(url, transport, password(section, url));
      }
      case "http" -> {
        CameraUrl url = url(section, "http");
        Duration interval =
            orZero(section.durationOrNone("interval", Duration.ofMillis(200), MAX_INTERVAL));
        yield new Source.Http(url, interval, password(section, url));
      }
      case "libcamera" -> {
        String id =
            ControlCharacters.text(
                section, "id", "auto or a name that 'rpicam-hello --list-cameras' shows", ANY);
        yield new Source.Libcamera(
            id.equals("auto") ? "" : id, side(section, "width"), side(section, "height"));
      }
      default -> throw new IllegalArgumentException("camera type " + type);
    };
  }

  private Secret password(Section section, CameraUrl url) {
    Secret password = SecretReader.read(section, "password", folder);
    SecretReader.check(section, "password", password, url);
    return password;
  }

  /** An address with a scheme or its encrypted form; what is wrong with it is reported. */
  private static CameraUrl url(Section section, String scheme) {
    return ControlCharacters.read(
        section,
        "url",
        new ValueRule<>(
            ("a URL such as %s://192.0.2.10/stream1, with a host (an IPv4 address has four"
                    + " numbers up to 255) and a port up to 65535; a password in it that has"
                    + " '@', '/' or '?' is better given by the key password")
                .formatted(scheme),
            NOWHERE,
            text ->
                CameraUrl.parse(text)
                    .filter(url -> url.scheme().matches(scheme + "s?"))
                    .orElse(null)));
  }

  /** What a source does not say of its frames; the same keys for each type that has a stream. */
  private static Shape shape(String type, Section section) {
    if (type.equals("demo")) {
      return Shape.AUTO;
    }
    String rotate = section.oneOf("rotate", "auto", "0", "90", "180", "270", "flip");
    if (type.equals("folder")) {
      return new Shape(rotate, 0, 0, "auto");
    }
    int[] aspect =
        section.read(
            "aspect",
            new ValueRule<>(
                    "the shape of what is shown, such as \"16:9\"",
                    new int[2],
                    CamerasReader::aspect)
                .or("auto", new int[2]));
    String decoder = section.oneOf("decoder", "auto", "hardware", "software");
    return new Shape(rotate, aspect[0], aspect[1], decoder);
  }

  private static int @Nullable [] aspect(String text) {
    Matcher sides = ASPECT.matcher(text);
    return sides.matches()
        ? new int[] {Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2))}
        : null;
  }

  private static void checkInterval(Source source, CameraSettings.Limits limits, Section section) {
    if (source instanceof Source.Http http && http.interval().compareTo(limits.staleAfter()) >= 0) {
      section.problem(
          List.of("interval", "stale-after"),
          "interval must be less than stale-after (%s), is %s"
              .formatted(Units.show(limits.staleAfter()), Units.show(http.interval())));
    }
  }

  private static Duration orZero(@Nullable Duration time) {
    return time == null ? Duration.ZERO : time;
  }

  private Path path(Section section, String rule) {
    return folder.resolve(ControlCharacters.text(section, "path", rule, ANY)).normalize();
  }

  private static int side(Section section, String key) {
    return section.integerOrAuto(key, 16, MAX_SIDE_PIXELS, 0);
  }
}
