package io.pipit.config;

import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the configuration's values to the settings, one method per section. */
final class SettingsReader {
  private static final Pattern ANY = Pattern.compile(".+");
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern SIDES = Pattern.compile("([0-9]{2,4})x([0-9]{2,4})");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final Diagnostics reading;
  private final Path home;
  private final Path folder;

  /**
   * @param home the base of relative model folders
   * @param folder the base of relative paths of cameras
   */
  SettingsReader(Diagnostics reading, Path home, Path folder) {
    this.reading = reading;
    this.home = home;
    this.folder = folder;
  }

  /**
   * Reads everything.
   *
   * @param values the user's, with defaults for what they leave out
   * @param shipped the shipped configuration by itself
   */
  Settings read(ConfigObject values, ConfigObject shipped) {
    Section root = Section.root(reading, values);
    String node = node(root);
    ModelSettings model = model(root.section("model"));
    List<CameraSettings> cameras = new CamerasReader(reading, folder).read(root, shipped);
    TrackerSettings tracker = tracker(root.section("tracker"));
    GpioSettings gpio = new GpioReader(reading).read(root, shipped);
    SnapshotsReader snapshots =
        new SnapshotsReader(root.section("snapshots"), root.section("rules").values().keySet());
    List<RuleSettings> rules =
        new RulesReader(
                CamerasReader.names(root),
                cameras,
                gpio.outputs().stream().map(GpioSettings.Output::name).toList(),
                gpio.inputs().stream().map(GpioSettings.Input::name).toList(),
                snapshots)
            .read(root);
    ScheduleSettings schedules = schedules(root);
    SocketSettings socket = socket(root.section("socket"));
    Duration interval = healthInterval(root.section("health"));
    WatchdogSettings watchdog = watchdog(root.section("watchdog"));
    RecoverySettings recovery = recovery(root.section("recovery"));
    LogLevel level = logLevel(root.section("log"));
    root.rejectUnknownKeys();
    return new Settings(
        node,
        model,
        cameras,
        tracker,
        rules,
        snapshots.settings(),
        schedules,
        gpio,
        socket,
        interval,
        watchdog,
        recovery,
        level);
  }

  private static String node(Section root) {
    String rule = "auto or 1 to 64 letters, digits, '.', '-' and '_'";
    String node = root.text("node", rule, NODE);
    return node.equals("auto") ? hostName() : node;
  }

  private static String hostName() {
    try {
      String name = Files.readString(HOST_NAME).strip();
      return NODE.matcher(name).matches() ? name : "pipit";
    } catch (IOException e) {
      return "pipit";
    }
  }

  private ModelSettings model(Section section) {
    Path dir = home.resolve(section.text("dir", "a folder", ANY)).normalize();
    String engine = section.oneOf("engine", ModelSettings.ENGINES.toArray(String[]::new));
    ModelSettings.Input input = input(section);
    float minScore = (float) section.numberOrAuto("min-score", ModelSettings.LOWEST_SCORE, 1);
    float nmsIou = (float) section.number("nms-iou", 0, 1);
    int threads = section.integerOrAuto("threads", 1, ModelSettings.MAX_THREADS, 0);
    section.rejectUnknownKeys();
    return new ModelSettings(dir, engine, input, minScore, nmsIou, threads);
  }

  /** Null where both keys leave it to the camera's shape and the model's card. */
  private static ModelSettings.@Nullable Input input(Section section) {
    int side =
        section.read(
            "input-side",
            new ValueRule<>(ModelSettings.Input.SIDE_RULE, 0, SettingsReader::side).or("auto", 0));
    Optional<ModelSettings.Input> fixed =
        section.read(
            "input",
            new ValueRule<Optional<ModelSettings.Input>>(
                    "WIDTHxHEIGHT such as 416x256, each " + ModelSettings.Input.SIDE_RULE,
                    Optional.empty(),
                    text -> sides(text) == null ? null : Optional.ofNullable(sides(text)))
                .or("auto", Optional.empty()));
    return fixed.orElse(side == 0 ? null : new ModelSettings.Input.Auto(side));
  }

  private static ModelSettings.@Nullable Input sides(String text) {
    Matcher sides = SIDES.matcher(text);
    if (!sides.matches()) {
      return null;
    }
    Integer width = side(sides.group(1));
    Integer height = side(sides.group(2));
    return width == null || height == null ? null : new ModelSettings.Input.Fixed(width, height);
  }

  private static @Nullable Integer side(String text) {
    Long side = Units.integer(text);
    return side != null && ModelSettings.Input.isSide(side) ? side.intValue() : null;
  }

  private static TrackerSettings tracker(Section section) {
    float lowScore = (float) section.number("low-score", ModelSettings.LOWEST_SCORE, 1);
    int minInitialized = (int) section.integer("min-initialized", 1, 100);
    Duration minAge = section.duration("min-age", Duration.ZERO, Duration.ofMinutes(1));
    Duration maxDisappeared =
        section.duration("max-disappeared", Duration.ofMillis(100), Duration.ofMinutes(10));
    Section still = section.section("stationary");
    TrackerSettings.Stationary stationary =
        new TrackerSettings.Stationary(
            still.duration("threshold", Duration.ofSeconds(1), Duration.ofHours(1)),
            still.duration("max-disappeared", Duration.ofSeconds(1), Duration.ofHours(24)));
    still.rejectUnknownKeys();
    section.rejectUnknownKeys();
    return new TrackerSettings(lowScore, minInitialized, minAge, maxDisappeared, stationary);
  }

  private static ScheduleSettings schedules(Section root) {
    Section section = root.section("location");
    double latitude = section.numberOrNone("latitude", -90, 90);
    double longitude = section.numberOrNone("longitude", -180, 180);
    if (Double.isInfinite(latitude) && !Double.isInfinite(longitude)) {
      section.problem("longitude", "needs latitude, too");
    } else if (Double.isInfinite(longitude) && !Double.isInfinite(latitude)) {
      section.problem("latitude", "needs longitude, too");
    }
    section.rejectUnknownKeys();
    boolean known = !Double.isInfinite(latitude) && !Double.isInfinite(longitude);
    return new ScheduleSettings(
        known ? new Location(latitude, longitude) : null,
        root.oneOf("clock-unsynchronized", "trust", "wait").equals("wait"));
  }

  private static SocketSettings socket(Section section) {
    ListenAddress listen = ListenAddress.read(section, "listen");
    int maxClients = (int) section.integer("max-clients", 1, 1000);
    int queue = (int) section.integer("queue", 1, 65_536);
    section.rejectUnknownKeys();
    return new SocketSettings(listen.host(), listen.port(), maxClients, queue);
  }

  private static Duration healthInterval(Section section) {
    Duration interval = section.duration("interval", Duration.ofSeconds(1), Duration.ofHours(1));
    section.rejectUnknownKeys();
    return interval;
  }

  private static WatchdogSettings watchdog(Section section) {
    Duration firstFrame = section.duration("first-frame", Duration.ZERO, Duration.ofMinutes(10));
    Duration budget = section.duration("budget", Duration.ofSeconds(5), Duration.ofMinutes(10));
    section.rejectUnknownKeys();
    return new WatchdogSettings(firstFrame, budget);
  }

  private static RecoverySettings recovery(Section section) {
    Duration min = Duration.ofSeconds(10);
    Duration max = Duration.ofHours(24);
    RecoverySettings recovery =
        new RecoverySettings(
            section.durationOrNone("usb-reset-after", min, max),
            section.durationOrNone("restart-after", min, max),
            (int) section.integer("max-restarts", 0, 100),
            (int) section.integer("max-reboots", 0, 100),
            section.duration("calm-after", Duration.ofMinutes(1), Duration.ofDays(30)));
    section.rejectUnknownKeys();
    return recovery;
  }

  private static LogLevel logLevel(Section section) {
    String level = section.oneOf("level", "error", "warn", "info", "debug", "trace");
    section.rejectUnknownKeys();
    return LogLevel.valueOf(level.toUpperCase(Locale.ROOT));
  }
}
