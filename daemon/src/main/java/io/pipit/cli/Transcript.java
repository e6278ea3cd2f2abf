package io.pipit.cli;

import io.pipit.publish.Publisher;
import io.pipit.scene.CameraState;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.Because;
import io.pipit.scene.SceneEvent.LineCrossed;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.SceneEvent.TrackEnded;
import io.pipit.scene.SceneEvent.TrackStarted;
import io.pipit.scene.SceneEvent.TrackUpdated;
import io.pipit.scene.SceneEvent.ZoneChanged;
import io.pipit.scene.Track;
import java.util.Locale;
import java.util.function.Consumer;

/** What happened in a recording, a line for people each. */
final class Transcript implements Publisher {
  private final FrameTime start;
  private final Consumer<Line> lines;
  private FrameTime now;

  /**
   * One thing that happened.
   *
   * @param nanos since the recording's start
   * @param what it is; the same in two transcripts when the same happened
   * @param detail what differs from one setting to the next: numbers of tracks and scores
   */
  record Line(long nanos, String what, String detail) {
    /** Seconds since the start. */
    double seconds() {
      return nanos / 1e9;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%9.2f s  %s%s", seconds(), what, detail);
    }
  }

  /** A transcript whose lines go where they are told. */
  Transcript(FrameTime start, Consumer<Line> lines) {
    this.start = start;
    this.lines = lines;
    now = start;
  }

  @Override
  public void publish(Report report) {
    now = report.time();
    report.events().forEach(this::tell);
  }

  @Override
  public void publish(RuleChanged rule) {
    tell(rule);
  }

  @Override
  public void publish(CameraState state) {}

  @Override
  public void publish(OutputState output) {
    String status = output.status().name().toLowerCase(Locale.ROOT);
    line(output.time(), "output " + output.output() + " " + status, " (" + output.cause() + ")");
  }

  @Override
  public void publish(InputChanged input) {}

  @Override
  public void close() {}

  private void tell(SceneEvent event) {
    if (event instanceof TrackStarted started) {
      line(now, "new    " + started.track().label(), detail(started.track()));
    } else if (event instanceof TrackEnded ended) {
      line(now, "end    " + ended.track().label(), detail(ended.track()));
    } else if (event instanceof ZoneChanged zone) {
      line(now, "zone   " + zone.zone() + ": " + zone.count() + " " + zone.label(), "");
    } else if (event instanceof LineCrossed crossed) {
      String direction = crossed.direction().name().toLowerCase(Locale.ROOT);
      String what = "line   " + crossed.line() + " " + direction + ": " + crossed.track().label();
      line(now, what, detail(crossed.track()));
    } else if (event instanceof RuleChanged rule) {
      Because because = rule.because();
      String what = "rule   " + rule.rule() + (rule.active() ? " fires" : " clears");
      line(now, what, because == null ? "" : because(because));
    } else if (!(event instanceof TrackUpdated)) { // too many to read, and they change nothing
      throw new IllegalStateException("no words for " + event);
    }
  }

  private static String because(Because because) {
    String place = because.place() == null ? "" : " in " + because.place();
    return ": " + because.track().label() + place + detail(because.track());
  }

  private static String detail(Track track) {
    return String.format(Locale.ROOT, " (%d, %.2f)", track.id(), track.topScore());
  }

  private void line(FrameTime time, String what, String detail) {
    lines.accept(new Line(time.nanosSince(start), what, detail));
  }
}
