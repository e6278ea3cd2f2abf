package io.pipit.replay;

import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.event.LineCrossed;
import io.pipit.event.OutputState;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.event.ZoneChanged;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.Locale;
import java.util.function.Consumer;

/** What happened in a recording, a line for people each. */
public final class Transcript implements EventListener {
  private final FrameTime start;
  private final Consumer<Entry> lines;
  private FrameTime now;

  /**
   * One event in words.
   *
   * @param nanos since the recording's start
   * @param what it is; the same in two transcripts when the same happened
   * @param detail what differs from one setting to the next: numbers of tracks and scores
   */
  public record Entry(long nanos, String what, String detail) {
    /** Seconds since the start. */
    double seconds() {
      return nanos / 1e9;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%9.2f s  %s%s", seconds(), what, detail);
    }
  }

  /** A transcript that hands each of its lines to a consumer. */
  public Transcript(FrameTime start, Consumer<Entry> lines) {
    this.start = start;
    this.lines = lines;
    now = start;
  }

  /** Shows what a configuration decides; tracks' updates are too many to read. */
  @Override
  public void on(Event event) {
    if (event instanceof Report report) {
      now = report.time();
      report.events().forEach(this::on);
    } else if (event instanceof TrackChanged changed && changed.phase() == Phase.STARTED) {
      line(now, "new    " + changed.track().label(), detail(changed.track()));
    } else if (event instanceof TrackChanged changed && changed.phase() == Phase.ENDED) {
      line(now, "end    " + changed.track().label(), detail(changed.track()));
    } else if (event instanceof ZoneChanged zone) {
      line(now, "zone   " + zone.zone() + ": " + zone.count() + " " + zone.label(), "");
    } else if (event instanceof LineCrossed crossed) {
      String what = "line   " + crossed.line() + " " + lower(crossed.direction()) + ": ";
      line(now, what + crossed.track().label(), detail(crossed.track()));
    } else if (event instanceof RuleChanged rule) {
      Because because = rule.because();
      String what = "rule   " + rule.rule() + (rule.active() ? " fires" : " clears");
      line(now, what, because == null ? "" : because(because));
    } else if (event instanceof OutputState output) {
      String what = "output " + output.output() + " " + lower(output.status());
      line(output.time(), what, " (" + output.cause() + ")");
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String because(Because because) {
    String place = because.place() == null ? "" : " in " + because.place();
    return ": " + because.track().label() + place + detail(because.track());
  }

  private static String detail(Track track) {
    return String.format(Locale.ROOT, " (%d, %.2f)", track.id(), track.topScore());
  }

  private void line(FrameTime time, String what, String detail) {
    lines.accept(new Entry(time.nanosSince(start), what, detail));
  }
}
