package io.pipit.replay;

import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.event.Report;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;

/** Counts what happens, and hands it on. */
public final class Tally implements EventListener {
  private final EventListener next;
  private int tracks;
  private int events;

  /** A tally of nothing. */
  public Tally(EventListener next) {
    this.next = next;
  }

  @Override
  public void on(Event event) {
    next.on(event);
    count(event);
  }

  private void count(Event event) {
    if (event instanceof Report report) {
      report.events().forEach(this::count);
    } else if (event instanceof TrackChanged changed) {
      tracks += changed.phase() == Phase.STARTED ? 1 : 0;
    } else {
      events++;
    }
  }

  /** Objects that counted. */
  public int tracks() {
    return tracks;
  }

  /** What happened besides: changes of zones, crossings, rules and outputs. */
  public int events() {
    return events;
  }
}
