package io.pipit.rule;

import io.pipit.config.RuleSettings;
import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.event.HealthSample;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the rules' schedules need to know of the board's clock. It is asked again with each health
 * sample, on that thread, so that the pipeline's reads no file.
 */
public final class WallClock implements EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(WallClock.class);

  private final Supplier<ZoneId> zones;
  private final boolean waits;
  private volatile boolean matters;
  private volatile ZoneId zone;
  private volatile boolean trusted;
  private boolean reported;

  private WallClock(Supplier<ZoneId> zones, boolean waits) {
    this.zones = zones;
    this.waits = waits;
    zone = zones.get();
    trusted = !waits;
  }

  /** A clock that is right, in one time zone. */
  public static WallClock fixed(ZoneId zone) {
    return new WallClock(() -> zone, false);
  }

  /**
   * The board's clock.
   *
   * @param zones gives the time zone as it is now
   * @param waits whether the clock is trusted only once it has been synchronized
   * @param rules without a schedule among them the clock does not matter, and nothing is logged
   */
  public static WallClock ofBoard(Supplier<ZoneId> zones, boolean waits, List<RuleSettings> rules) {
    WallClock clock = new WallClock(zones, waits);
    clock.serve(rules);
    return clock;
  }

  /** These are the rules from now on. */
  void serve(List<RuleSettings> rules) {
    matters = rules.stream().anyMatch(rule -> !rule.when().schedule().spans().isEmpty());
  }

  /** The time zone in which schedules are meant. */
  ZoneId zone() {
    return zone;
  }

  /** Whether schedules can go by the clock. */
  boolean isTrusted() {
    return trusted;
  }

  @Override
  public void on(Event event) {
    if (matters && event instanceof HealthSample sample) {
      follow(zones.get());
      synchronize(sample.clockSynced());
    }
  }

  private void follow(ZoneId now) {
    if (!now.equals(zone)) {
      LOG.info("[rules] the time zone is {} now, was {}: schedules follow", now, zone);
      zone = now;
    }
  }

  /** A clock that was right once stays so: what has set it may be stopped later. */
  private void synchronize(boolean synced) {
    if (synced) {
      if (reported) {
        LOG.info("[rules] the clock is synchronized: schedules go by it");
      }
      reported = false;
      trusted = true;
    } else if (!reported && !(waits && trusted)) {
      reported = true;
      LOG.warn(
          "[rules] the clock is not synchronized (systemd-timesyncd does not say so): {}"
              + " (clock-unsynchronized)",
          waits ? "rules with a schedule wait" : "schedules go by it as it is");
    }
  }
}
