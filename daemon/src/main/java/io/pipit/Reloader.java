package io.pipit;

import io.pipit.actuate.Actuators;
import io.pipit.camera.CameraLoops;
import io.pipit.config.ConfigException;
import io.pipit.config.Settings;
import io.pipit.config.SettingsDiff;
import io.pipit.config.SettingsLoader;
import io.pipit.control.ReloadControl;
import io.pipit.errors.UserException;
import io.pipit.event.ConfigReloaded;
import io.pipit.event.EventListener;
import io.pipit.pipeline.Inbox;
import io.pipit.preview.EventSnapshots;
import io.pipit.publish.NodeInfo;
import io.pipit.system.Logging;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while the daemon runs. A file with errors leaves all as it was; of
 * one without, everything is put in force that can be without a restart, and the rest is named.
 */
final class Reloader implements ReloadControl.Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

  private static final long PINS_SECONDS = 5;

  private final Supplier<SettingsLoader.Loaded> file;
  private final Actuators actuators;
  private final Inbox inbox;
  private final CameraLoops loops;
  private final NodeInfo node;
  private final EventSnapshots snapshots;
  private final EventListener listener;
  private volatile Settings settings;

  /**
   * Nothing was reloaded yet.
   *
   * @param settings in force
   * @param file reads the configuration
   */
  Reloader(
      Settings settings,
      Supplier<SettingsLoader.Loaded> file,
      Actuators actuators,
      Inbox inbox,
      CameraLoops loops,
      NodeInfo node,
      EventSnapshots snapshots,
      EventListener listener) {
    this.settings = settings;
    this.file = file;
    this.actuators = actuators;
    this.inbox = inbox;
    this.loops = loops;
    this.node = node;
    this.snapshots = snapshots;
    this.listener = listener;
  }

  /** As they are in force. */
  Settings settings() {
    return settings;
  }

  @Override
  public synchronized List<String> reload(String user) {
    LOG.info("[config] read again, asked by {}", user);
    SettingsLoader.Loaded loaded;
    try {
      loaded = file.get();
    } catch (UserException e) {
      refuse(e);
      throw e;
    }
    loaded.warnings().forEach(warning -> LOG.warn("[config] {}", warning));
    SettingsDiff diff = SettingsDiff.between(settings, loaded.settings());
    Settings next = diff.applied();
    if (next.logLevel() != settings.logLevel()) {
      Logging.level(next.logLevel());
    }
    settings = next;
    node.zones(next.zoneNames());
    snapshots.replace(next);
    Set<String> pins = reopenPins(next);
    inbox.reconfigured(next, pins);
    diff.reopened().forEach(loops::reopen);
    listener.on(new ConfigReloaded(true, 0, diff.restart(), next.gpio().names()));
    List<String> lines = new ArrayList<>();
    lines.add("the configuration is in force");
    diff.reopened().forEach(camera -> lines.add("cameras." + camera.name() + ": opened again"));
    pins.forEach(pin -> lines.add("gpio: " + pin + ": opened again, or let go"));
    diff.restart().forEach(key -> lines.add(key + ": takes effect after a restart"));
    lines.forEach(line -> LOG.info("[config] {}", line));
    return lines;
  }

  /** Returns the names of the outputs and inputs that were let go or claimed. */
  private Set<String> reopenPins(Settings next) {
    try {
      return actuators.reconfigure(next.gpio()).get(PINS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("[config] the pins are not as they should be: {}", e.toString());
    }
    return Set.of();
  }

  private void refuse(UserException e) {
    e.details().forEach(line -> LOG.error("[config] {}", line));
    LOG.error("[config] {}; all stays as it was", e.getMessage());
    int errors = e instanceof ConfigException ? Math.max(1, e.details().size()) : 1;
    listener.on(new ConfigReloaded(false, errors, List.of(), Set.of()));
  }
}
