package io.pipit.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything the configuration file says.
 *
 * @param node this board's name in all messages
 * @param cameras at least one, in the order of their names
 * @param rules in the order of their names
 * @param snapshots images of what made rules fire
 * @param schedules what the rules' schedules go by
 * @param healthInterval how often the health message is sent
 */
public record Settings(
    String node,
    ModelSettings model,
    List<CameraSettings> cameras,
    TrackerSettings tracker,
    List<RuleSettings> rules,
    SnapshotSettings snapshots,
    ScheduleSettings schedules,
    GpioSettings gpio,
    SocketSettings socket,
    Duration healthInterval,
    WatchdogSettings watchdog,
    RecoverySettings recovery,
    LogLevel logLevel) {
  public Settings {
    cameras = List.copyOf(cameras);
    rules = List.copyOf(rules);
  }

  /** The same for other cameras and rules. */
  public Settings with(List<CameraSettings> otherCameras, List<RuleSettings> otherRules) {
    return with(otherCameras, otherRules, snapshots, gpio, logLevel);
  }

  /** The same for other cameras, rules, images, pins and level of the log. */
  Settings with(
      List<CameraSettings> otherCameras,
      List<RuleSettings> otherRules,
      SnapshotSettings otherSnapshots,
      GpioSettings otherGpio,
      LogLevel otherLevel) {
    return new Settings(
        node,
        model,
        otherCameras,
        tracker,
        otherRules,
        otherSnapshots,
        schedules,
        otherGpio,
        socket,
        healthInterval,
        watchdog,
        recovery,
        otherLevel);
  }

  /** The camera of that name, if there is one. */
  public Optional<CameraSettings> find(String name) {
    return cameras.stream().filter(camera -> camera.name().equals(name)).findFirst();
  }

  /** The camera of that name, which is there. */
  public CameraSettings camera(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no camera is called " + name));
  }

  /**
   * The lowest score that is asked of any detection; where the model decides, it is not counted.
   */
  public float minScore() {
    float min = tracker.lowScore();
    for (CameraSettings camera : cameras) {
      min = lower(min, camera.objects().general());
      for (ObjectSettings.Criteria criteria : camera.objects().filters().values()) {
        min = lower(min, criteria);
      }
    }
    return min;
  }

  private static float lower(float min, ObjectSettings.Criteria criteria) {
    return Float.isNaN(criteria.minScore()) ? min : Math.min(min, criteria.minScore());
  }

  /** The names of all cameras' zones. */
  public List<String> zoneNames() {
    return cameras.stream()
        .flatMap(camera -> camera.regions().zones().stream())
        .map(Regions.Zone::name)
        .distinct()
        .toList();
  }
}
