package io.pipit.publish;

import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.event.RuleChanged;
import io.pipit.event.TrackChanged;
import io.pipit.event.ZoneChanged;
import io.pipit.scene.Track;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why something happened: a line when a rule fires or clears, and at level debug
 * when a track begins or ends or a zone's count changes. What else there is, its owner logs itself.
 */
public final class EventLog implements EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  @Override
  public void on(Event event) {
    List<Event> parts = event.parts();
    for (int i = 0; i < parts.size(); i++) {
      on(parts.get(i));
    }
    if (event instanceof RuleChanged rule) {
      LOG.info("[rule {}] {}", rule.rule(), describe(rule));
    } else if (LOG.isDebugEnabled()) {
      if (event instanceof TrackChanged track && track.phase() != TrackChanged.Phase.UPDATED) {
        LOG.debug(
            "[camera {}] {} {}",
            track.camera(),
            name(track.track()),
            track.phase() == TrackChanged.Phase.STARTED ? "begins" : "ends");
      } else if (event instanceof ZoneChanged zone) {
        LOG.debug("[camera {}] zone {} has {}", zone.camera(), zone.zone(), zone.count());
      }
    }
  }

  static String describe(RuleChanged rule) {
    if (!rule.active()) {
      return "clears";
    }
    RuleChanged.Because because = rule.because();
    if (because == null) {
      return "fires";
    }
    String place =
        because.place() == null ? "" : (rule.momentary() ? " crossed " : " in ") + because.place();
    return "fires: " + name(because.track()) + place + " on " + because.camera();
  }

  /** Such as {@code person 4 (0.83)}. */
  private static String name(Track track) {
    return String.format(Locale.ROOT, "%s %s (%.2f)", track.label(), track.id(), track.topScore());
  }
}
