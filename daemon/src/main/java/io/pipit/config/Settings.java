package io.pipit.config;

import java.time.Duration;
import java.util.List;

/**
 * Everything the configuration file says.
 *
 * @param node this board's name in all messages
 * @param cameras at least one, in the order of their names
 * @param rules in the order of their names
 * @param healthInterval how often the health message is sent
 */
public record Settings(
    String node,
    ModelSettings model,
    List<CameraSettings> cameras,
    TrackerSettings tracker,
    List<RuleSettings> rules,
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

  /** The names of all cameras' zones. */
  public List<String> zoneNames() {
    return cameras.stream()
        .flatMap(camera -> camera.places().zones().stream())
        .map(Places.Zone::name)
        .distinct()
        .toList();
  }
}
