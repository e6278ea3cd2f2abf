package io.pipit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What it means for a running daemon that its configuration was read again.
 *
 * @param applied what can be in force without a restart: the new settings, but for what {@code
 *     restart} names
 * @param reopened cameras whose source has changed
 * @param restart what takes effect after a restart alone: keys, in the order of the file
 */
public record SettingsDiff(Settings applied, List<CameraSettings> reopened, List<String> restart) {
  public SettingsDiff {
    reopened = List.copyOf(reopened);
    restart = List.copyOf(restart);
  }

  /** Compares the settings in force with new ones. */
  public static SettingsDiff between(Settings running, Settings next) {
    List<String> restart = new ArrayList<>();
    List<CameraSettings> cameras = new ArrayList<>();
    List<CameraSettings> reopened = new ArrayList<>();
    note(restart, "node", running.node(), next.node());
    note(restart, "model", running.model(), next.model());
    for (CameraSettings old : running.cameras()) {
      CameraSettings camera = next.find(old.name()).orElse(null);
      if (camera == null) {
        restart.add("cameras." + old.name() + " (removed)");
        cameras.add(old);
        continue;
      }
      if (old.source().getClass() != camera.source().getClass()) {
        restart.add("cameras." + old.name() + ".type");
        camera = camera.from(old);
      } else if (!camera.from(old).equals(camera)) {
        reopened.add(camera);
      }
      cameras.add(camera);
    }
    for (CameraSettings camera : next.cameras()) {
      if (running.find(camera.name()).isEmpty()) {
        restart.add("cameras." + camera.name() + " (new)");
      }
    }
    note(restart, "tracker", running.tracker(), next.tracker());
    note(restart, "location, clock-unsynchronized", running.schedules(), next.schedules());
    boolean pins = running.gpio().canBecome(next.gpio());
    if (!pins) {
      note(restart, "gpio", running.gpio(), next.gpio());
    }
    note(restart, "socket", running.socket(), next.socket());
    note(restart, "health.interval", running.healthInterval(), next.healthInterval());
    note(restart, "watchdog", running.watchdog(), next.watchdog());
    note(restart, "recovery", running.recovery(), next.recovery());
    Settings applied =
        running.with(
            cameras,
            next.rules(),
            next.snapshots(),
            pins ? next.gpio() : running.gpio(),
            next.logLevel());
    return new SettingsDiff(applied, reopened, restart);
  }

  private static void note(List<String> restart, String key, Object running, Object next) {
    if (!Objects.equals(running, next)) {
      restart.add(key);
    }
  }
}
