package io.pipit.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.event.Event;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten frames a second of 100 x 100 pixels. */
class ExplanationLogTest {
  private static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0, 0);
  private static final Box BOX = new Box(40, 40, 60, 80);

  private final List<String> lines = new ArrayList<>();
  private ExplanationLog log = ExplanationLog.live(this::add);
  private List<Track> tracks = List.of();
  private int number;

  @Test
  void whatGoesOnIsALineOnce() {
    for (int i = 0; i < 50; i++) {
      frame(box(0.30f + 0.001f * i, Limit.MIN_SCORE));
    }
    assertEquals(List.of("0 person 0.30 at 0.50,0.80: min-score 0.35 not reached"), lines);
    assertEquals(
        List.of(
            "limit                             times   frames",
            "objects.min-score                     1       50"),
        log.summary());
  }

  @Test
  void aBoxThatFlickersIsOneUntilItIsAwayForLong() {
    for (int i = 0; i < 10; i++) {
      frame(box(0.3f, Limit.MIN_SCORE));
      frame();
    }
    assertEquals(1, lines.size());
    for (int i = 0; i < 25; i++) {
      frame();
    }
    frame(box(0.3f, Limit.MIN_SCORE));
    assertEquals(2, lines.size());
  }

  @Test
  void anotherLimitIsAnotherLine() {
    frame(box(0.2f, Limit.MIN_SCORE));
    frame(box(0.8f, Limit.THRESHOLD));
    assertEquals(
        List.of(
            "0 person 0.20 at 0.50,0.80: min-score 0.35 not reached",
            "1 person 0.80 at 0.50,0.80: threshold 0.35 not reached by the median of its scores,"
                + " 0.8"),
        lines);
  }

  @Test
  void aFaintBoxIsALineWhenItIsSeenAgain() {
    frame(box(0.09f, Limit.MIN_SCORE));
    frame(box(0.08f, Limit.LOW_SCORE));
    assertEquals(List.of(), lines);
    frame(box(0.09f, Limit.MIN_SCORE));
    assertEquals(List.of("2 person 0.09 at 0.50,0.80: min-score 0.35 not reached"), lines);
    frame(box(0.10f, Limit.MIN_SCORE));
    assertEquals(1, lines.size());
  }

  @Test
  void aBoxThatFlickersBetweenTwoLimitsHasALineForEach() {
    for (int i = 0; i < 20; i++) {
      frame(box(0.3f, i % 2 == 0 ? Limit.MIN_SCORE : Limit.MIN_AREA));
    }
    assertEquals(2, lines.size());
  }

  @Test
  void twoBoxesAtOnePlaceAreTwo() {
    for (int i = 0; i < 5; i++) {
      frame(box(0.08f, Limit.LOW_SCORE), box(0.2f, Limit.MIN_SCORE));
    }
    assertEquals(2, lines.size());
  }

  @Test
  void aWaitThatIsShortAndEndsWellIsNone() {
    frame(box(0.8f, Limit.MIN_INITIALIZED));
    frame(box(0.8f, Limit.MIN_AGE));
    tracks = List.of(track(1, List.of()));
    frame(waits(Limit.INERTIA, "", 1, 3));
    frame(waits(Limit.LOITERING, "", 0.1, 1));
    tracks = List.of(track(1, List.of("drive")));
    frame(waits(Limit.DWELL, "intruder", 0.1, 0.3));
    fire(waits(Limit.FOR, "other", 0.1, 0.3));
    log.end();
    assertEquals(List.of("5 person 1 (0.80), rule other: waits for 'for' 0.1 of 0.3 s"), lines);
  }

  @Test
  void aWaitThatLastsIsALineAndSaysInTheEndHowFarItCame() {
    tracks = List.of(track(1, List.of("drive")));
    for (int i = 0; i <= 31; i++) {
      frame(waits(Limit.DWELL, "intruder", i / 10.0, 5));
    }
    frame(waits(Limit.ZONE, "intruder", Double.NaN, Double.NaN));
    assertEquals(
        List.of(
            "10 person 1 (0.80), rule intruder: waits for dwell 1.0 of 5 s",
            "31 person 1 (0.80), rule intruder: waits for dwell 3.1 of 5 s",
            "32 person 1 (0.80), rule intruder: not in zone drive"),
        lines);
  }

  @Test
  void inARecordingOnlyAWaitInVainIsALine() {
    log = ExplanationLog.ofRecording(this::add);
    tracks = List.of(track(1, List.of("drive")));
    for (int i = 0; i <= 31; i++) {
      frame(waits(Limit.DWELL, "intruder", i / 10.0, 5));
    }
    fire();
    assertEquals(List.of(), lines);
    assertEquals(List.of("all that was seen counted"), log.summary());
    for (int i = 0; i <= 31; i++) {
      frame(waits(Limit.DWELL, "intruder", i / 10.0, 5));
    }
    log.end();
    assertEquals(List.of("64 person 1 (0.80), rule intruder: waits for dwell 3.1 of 5 s"), lines);
  }

  @Test
  void whatNeverCountsSaysSoWhenItIsGone() {
    Detection box = new Detection(0, "person", 0.8f, BOX);
    frame(Explanation.of(box, Limit.MIN_INITIALIZED, 2, 3));
    frame();
    assertEquals(
        List.of("0 person 0.80 at 0.50,0.80: min-initialized, seen in 2 of 3 frames"), lines);
  }

  @Test
  void whereAllCountsTheSummarySaysSo() {
    frame();
    log.end();
    assertEquals(List.of("all that was seen counted"), log.summary());
  }

  private void add(ExplanationLog.Entry entry) {
    lines.add(entry.time().monoNanos() / 100_000_000 + " " + entry.text());
  }

  private void frame(Explanation... explanations) {
    log.frame(new ExplainedFrame(report(List.of()), List.of(explanations)));
    number++;
  }

  private void fire(Explanation... explanations) {
    Event fires = new RuleChanged("intruder", true, false, List.of(), null);
    log.frame(new ExplainedFrame(report(List.of(fires)), List.of(explanations)));
    number++;
  }

  private Report report(List<Event> events) {
    FrameTime time = new FrameTime(number * 100_000_000L, 0);
    return new Report("yard", number, time, 100, 100, true, List.of(), tracks, events, NONE, 0);
  }

  private static Explanation box(float score, Limit limit) {
    return Explanation.of(new Detection(0, "person", score, BOX), limit, score, 0.35f);
  }

  private static Explanation waits(Limit limit, String rule, double had, double asked) {
    return Explanation.of(track(1, List.of()), limit, had, asked).forRule(rule).at("drive");
  }

  private static Track track(long id, List<String> zones) {
    FrameTime start = new FrameTime(0, 0);
    return new Track(id, "person", 0.8f, 0.8f, BOX, start, start, 0, false).in(zones, zones);
  }
}
