package io.pipit.explain;

import io.pipit.event.Event;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of the explanations of one camera's frames: one where an explanation begins or
 * changes, none where it only goes on. What all pass after a while gets one that says how far it
 * came when it did not count in the end; for those who watch it live, one too while it lasts.
 */
public final class ExplanationLog {
  /** What must be waited for by all is worth a line when it takes longer. */
  private static final long LONG_WAIT_NANOS = 1_000_000_000;

  /** A faint box that is seen in fewer frames is the model's noise. */
  private static final int FAINT_FRAMES = 3;

  /** A box that is not detected for so long is another one when it is again. */
  private static final long GRACE_NANOS = 2_000_000_000;

  private final Consumer<Entry> lines;
  private final long waitNanos;
  private final LimitCounts counts = new LimitCounts();
  private final List<Case> open = new ArrayList<>();

  /** One line: at which frame's time, and in words. */
  public record Entry(FrameTime time, String camera, String text) {}

  /** One object, and what stops it. */
  private static final class Case {
    Explanation last;
    Report report;
    long since;
    int frames;

    /** Of these there were lines. */
    final Set<Limit> printed = EnumSet.noneOf(Limit.class);

    Case(Explanation first, Report report) {
      last = first;
      this.report = report;
      since = nanos();
    }

    long nanos() {
      return report.time().monoNanos();
    }

    /**
     * Whether it is worth a line that it is stopped.
     *
     * @param waitNanos how long that must last which all must wait for
     */
    boolean isDue(long waitNanos) {
      if (printed.contains(last.limit())) {
        return false;
      }
      return last.isFaint()
          ? frames >= FAINT_FRAMES
          : !last.limit().isWait() || nanos() - since >= waitNanos;
    }
  }

  private ExplanationLog(Consumer<Entry> lines, long waitNanos) {
    this.lines = lines;
    this.waitNanos = waitNanos;
  }

  /** A log of a recording, that hands each of its lines to a consumer. */
  public static ExplanationLog ofRecording(Consumer<Entry> lines) {
    return new ExplanationLog(lines, Long.MAX_VALUE);
  }

  /** A log for those who watch a camera, that hands each of its lines to a consumer. */
  public static ExplanationLog live(Consumer<Entry> lines) {
    return new ExplanationLog(lines, LONG_WAIT_NANOS);
  }

  /** Takes in one frame. */
  public void frame(ExplainedFrame frame) {
    Report report = frame.report();
    List<Case> due = new ArrayList<>();
    for (Explanation explanation : frame.explanations()) {
      counts.frame(explanation.limit());
      Case one = find(explanation, report);
      if (one == null) {
        one = new Case(explanation, report);
        open.add(one);
      } else {
        advance(one, explanation, report);
      }
      one.frames++;
      if (one.isDue(waitNanos)) {
        due.add(one);
      }
    }
    close(report); // what has ended did so before this frame
    due.forEach(this::print);
  }

  /** The recording is over; what waits until now did not count. */
  public void end() {
    open.forEach(this::finish);
    open.clear();
  }

  /** How often each limit stopped something so far, in a table. */
  public List<String> summary() {
    return counts.lines();
  }

  /** The same object as before; with the same limit if there are two of it. */
  private @Nullable Case find(Explanation explanation, Report report) {
    Case found = null;
    for (Case one : open) {
      boolean free = one.report.number() != report.number();
      if (free && one.last.isAboutTheSame(explanation)) {
        if (one.last.limit() == explanation.limit()) {
          return one;
        }
        found = one;
      }
    }
    return found;
  }

  private void advance(Case one, Explanation now, Report report) {
    Limit before = one.last.limit();
    if (before != now.limit()) {
      if (now.limit().compareTo(before) < 0) {
        finish(one);
      }
      one.since = report.time().monoNanos();
      if (now.track() != Explanation.NO_TRACK) {
        one.printed.remove(now.limit()); // a box only flickers between them
      }
    }
    one.last = now;
    one.report = report;
  }

  /** What is not stopped any more counts, or is gone. */
  private void close(Report report) {
    Iterator<Case> cases = open.iterator();
    while (cases.hasNext()) {
      Case one = cases.next();
      if (one.report.number() == report.number()) {
        continue;
      }
      if (counts(one.last, report)) {
        cases.remove();
      } else if (one.last.limit().isWait()) {
        finish(one);
        cases.remove();
      } else if (report.time().monoNanos() - one.nanos() > GRACE_NANOS) {
        cases.remove();
      }
    }
  }

  private static boolean counts(Explanation explanation, Report report) {
    if (!explanation.rule().isEmpty()) {
      return fires(explanation.rule(), report.events());
    }
    for (Track track : report.tracks()) {
      boolean counts =
          explanation.isAboutZone()
              ? track.id() == explanation.track()
                  && track.currentZones().contains(explanation.place())
              : explanation.hasBecome(track);
      if (counts) {
        return true;
      }
    }
    return false;
  }

  private static boolean fires(String rule, List<Event> events) {
    for (Event event : events) {
      if (event instanceof RuleChanged changed && changed.active() && changed.rule().equals(rule)) {
        return true;
      }
    }
    return false;
  }

  /** Says how far it came, where it had to wait. */
  private void finish(Case one) {
    if (one.last.limit().isWait()) {
      print(one);
    }
  }

  private void print(Case one) {
    if (one.printed.add(one.last.limit())) {
      counts.time(one.last.limit());
    }
    Report report = one.report;
    String text = ExplanationText.of(one.last, report.width(), report.height());
    lines.accept(new Entry(report.time(), report.camera(), text));
  }
}
