package io.pipit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.actuate.Actuators;
import io.pipit.config.ModelSettings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.Detector;
import io.pipit.detect.LoadedDetector;
import io.pipit.event.Event;
import io.pipit.event.InputChanged;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.event.ZoneChanged;
import io.pipit.metrics.Metrics;
import io.pipit.metrics.Metrics.CameraCounters;
import io.pipit.metrics.StageClock;
import io.pipit.rule.WallClock;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.ModelIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A car stands before a camera whose view does not change, so that few frames are examined. */
class PipelineGateTest {
  private static final Frame.Layout LAYOUT = new Frame.Layout(26, 14, 78, 104, 56);
  private static final int HOUR = 36_000;
  private static final String CONFIG =
      """
      cameras.yard {
        type = demo
        zones.drive { coordinates = "0,0, 1,0, 1,1, 0,1", loitering-time = 20s }
      }
      gpio { backend = dry-run, inputs.key { line = L1 } }
      rules {
        parked { when { label = car, for = 30s } }
        dwells { when { label = car, zone = drive, dwell = 40s } }
        armed { when { label = car, armed = key } }
      }
      """;

  @TempDir private Path folder;
  private final Metrics metrics = new Metrics(List.of("yard"));
  private final CameraCounters counters = metrics.camera("yard");
  private final ByteBuffer pixels = ByteBuffer.allocate(LAYOUT.bytes());
  private final List<String> events = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();
  private final FakeDetector detector = new FakeDetector();

  @SuppressWarnings("NullAway.Init")
  private Pipeline pipeline;

  private int number;

  /** Sees the car, unless it is hidden or the detector is to fail. */
  private static final class FakeDetector implements Detector {
    boolean fails;
    boolean hidden;

    @Override
    public List<Detection> detect(Frame frame) {
      if (fails) {
        throw new IllegalStateException("made to fail");
      }
      return hidden ? List.of() : List.of(new Detection(0, "car", 0.9f, new Box(20, 20, 60, 50)));
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void assemble() throws IOException {
    pipeline =
        Pipeline.assemble(
            SettingsLoader.load(
                    Files.writeString(folder.resolve("pipit.conf"), CONFIG), dir -> null)
                .settings(),
            WallClock.fixed(ZoneOffset.UTC),
            new LoadedDetector(
                detector,
                new ModelIdentity("test", "", "", List.of("car")),
                "none",
                1,
                new ModelSettings.Input.Auto(416),
                List.of(0.5f)),
            this::note,
            Actuators.none(),
            List.of(),
            metrics,
            new StageClock());
  }

  private void note(Event event) {
    if (event instanceof Report report) {
      reports.add(report);
      report.events().forEach(this::note);
    } else if (event instanceof RuleChanged rule) {
      say(rule.rule() + (rule.active() ? " fires" : " clears"));
    } else if (event instanceof ZoneChanged zone) {
      say(zone.zone() + " " + zone.count());
    } else if (event instanceof TrackChanged track && track.phase() != Phase.UPDATED) {
      say(track.phase().name().toLowerCase(Locale.ROOT) + " " + track.track().id());
    }
  }

  private void say(String what) {
    events.add(String.format(Locale.ROOT, "%.1f %s", number / 10.0, what));
  }

  private void show(int frames) {
    for (int i = 0; i < frames; i++) {
      pipeline.process(new Frame("yard", number, time(), LAYOUT, pixels, 0, () -> {}));
      number++;
    }
  }

  private FrameTime time() {
    return new FrameTime(number * 100_000_000L, number * 100L);
  }

  private Report last() {
    return reports.get(reports.size() - 1);
  }

  @Test
  void rulesThatWaitFireAtTheirTimeAlthoughFramesAreSkipped() {
    show(500);
    assertEquals(
        List.of("0.2 started 1", "20.2 drive 1", "30.2 parked fires", "40.2 dwells fires"), events);
    assertTrue(counters.looked.sum() < 120, counters.looked.sum() + " examined");
    assertEquals(500, counters.looked.sum() + counters.skipped.sum());
    assertEquals(500, counters.processed.sum());
    assertEquals(counters.looked.sum(), metrics.infer().count());
  }

  @Test
  void aRuleThatAnInputArmsFiresWhileNothingMoves() {
    show(300);
    assertFalse(last().looked() && reports.get(reports.size() - 2).looked());
    pipeline.inputChanged(new InputChanged("key", true, time()));
    assertEquals("30.0 armed fires", events.get(events.size() - 1));
  }

  @Test
  void aParkedCarKeepsItsNumberForAnHourAndEndsWhenItHasGone() {
    show(HOUR);
    assertEquals(1, last().tracks().size());
    assertTrue(last().tracks().get(0).stationary());
    assertTrue(counters.looked.sum() < HOUR / 9, counters.looked.sum() + " examined");
    detector.hidden = true;
    show(6000);
    assertEquals(1, last().tracks().size(), "waited for as without the gate");
    show(20);
    assertEquals(0, last().tracks().size());
    assertEquals(List.of("0.2 started 1"), events.stream().filter(e -> e.contains("sta")).toList());
  }

  @Test
  void aSkippedFrameIsReportedAsSuchWithWhatIsThere() {
    show(300);
    List<Report> skipped = reports.stream().filter(report -> !report.looked()).toList();
    assertFalse(skipped.isEmpty());
    for (Report report : skipped) {
      assertEquals(1, report.detections().size());
      assertEquals(1, report.tracks().size());
      assertEquals(0, report.latency().infer());
    }
    assertEquals(299, last().number());
  }

  @Test
  void anObjectThatIsNotDetectedAnyMoreIsLookedForInEveryFrame() {
    show(300);
    detector.hidden = true;
    show(10);
    long before = counters.skipped.sum();
    show(100);
    assertEquals(before, counters.skipped.sum());
  }

  @Test
  void afterAFailureAndAfterALossTheNextFramesAreExamined() {
    detector.hidden = true;
    show(21);
    assertFalse(last().looked());
    detector.fails = true;
    assertThrows(IllegalStateException.class, () -> show(20));
    detector.fails = false;
    show(20);
    assertTrue(
        reports.subList(reports.size() - 20, reports.size()).stream().allMatch(Report::looked));
    show(1);
    assertFalse(last().looked());
    pipeline.cameraLost("yard", time());
    show(1);
    assertTrue(last().looked());
  }
}
