package io.pipit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.actuate.Actuators;
import io.pipit.config.ModelSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.Detector;
import io.pipit.detect.LoadedDetector;
import io.pipit.event.InputChanged;
import io.pipit.explain.ExplainedFrame;
import io.pipit.explain.Explanation;
import io.pipit.explain.ExplanationText;
import io.pipit.explain.Limit;
import io.pipit.metrics.Metrics;
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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each limit by name, with the values, as the pipeline itself decides. A frame of 100 x 100 pixels,
 * ten a second; a person stands at 0.50,0.80, a box of 20 x 40 pixels.
 */
class ExplainTest {
  private static final Frame.Layout LAYOUT = Frame.Layout.packed(100, 100);
  private static final String EVERYWHERE = "coordinates = \"0,0, 1,0, 1,1, 0,1\"";
  private static final String CORNER = "coordinates = \"0,0, 0.2,0, 0.2,0.2, 0,0.2\"";

  @TempDir private Path folder;
  private final ByteBuffer pixels = ByteBuffer.allocate(LAYOUT.bytes());
  private final Eye eye = new Eye();
  private int number;

  @SuppressWarnings("NullAway.Init")
  private Pipeline pipeline;

  private static final class Eye implements Detector {
    List<Detection> boxes = List.of();
    float needed = Float.NaN;

    @Override
    public void need(float score) {
      needed = score;
    }

    @Override
    public List<Detection> detect(Frame frame) {
      return boxes;
    }

    @Override
    public void close() {}
  }

  // Boxes

  @Test
  void aScoreBelowTheLowOne() throws IOException {
    use("", "");
    assertEquals(
        List.of("person 0.08 at 0.50,0.80: low-score 0.1 not reached"), show(1, person(0.08f)));
  }

  @Test
  void aScoreThatBeginsNoTrack() throws IOException {
    use("", "");
    assertEquals(
        List.of("person 0.20 at 0.50,0.80: min-score 0.35 not reached"), show(1, person(0.2f)));
    use("objects.min-score = 0.6, objects.threshold = 0.7", "");
    assertEquals(
        List.of("person 0.59 at 0.50,0.80: min-score 0.6 not reached"), show(1, person(0.59f)));
  }

  @Test
  void aScoreThatContinuesATrackCounts() throws IOException {
    use("", "");
    show(4, person(0.8f));
    assertEquals(List.of(), show(1, person(0.2f)));
  }

  @Test
  void aFaintSecondBoxOfATrackIsNotExplained() throws IOException {
    use("", "");
    show(4, person(0.8f));
    Detection second = new Detection(0, "person", 0.07f, new Box(44, 40, 64, 80));
    assertEquals(List.of(), show(1, person(0.8f), second));
    Detection low = new Detection(0, "person", 0.2f, new Box(44, 40, 64, 80));
    assertEquals(List.of(), show(1, person(0.8f), low));
  }

  @Test
  void aLabelThatIsNotTracked() throws IOException {
    use("objects.track = [car]", "");
    assertEquals(
        List.of("person 0.80 at 0.50,0.80: not among objects.track"), show(1, person(0.8f)));
  }

  @Test
  void anArea() throws IOException {
    use("objects.min-area = 0.1", "");
    assertEquals(
        List.of("person 0.80 at 0.50,0.80: min-area 0.1 not reached, has 0.08"),
        show(1, person(0.8f)));
    use("objects.max-area = 500", "");
    assertEquals(
        List.of("person 0.80 at 0.50,0.80: max-area 500 exceeded, has 800"), show(1, person(0.8f)));
  }

  @Test
  void aRatio() throws IOException {
    use("objects.min-ratio = 0.6", "");
    assertEquals(
        List.of("person 0.80 at 0.50,0.80: min-ratio 0.6 not reached, has 0.5"),
        show(1, person(0.8f)));
    use("objects.max-ratio = 0.4", "");
    assertEquals(
        List.of("person 0.80 at 0.50,0.80: max-ratio 0.4 exceeded, has 0.5"),
        show(1, person(0.8f)));
  }

  @Test
  void aMask() throws IOException {
    use("masks.hedge { coordinates = \"0.4,0.7, 0.6,0.7, 0.6,0.9, 0.4,0.9\" }", "");
    assertEquals(List.of("person 0.80 at 0.50,0.80: in mask hedge"), show(1, person(0.8f)));
  }

  // Tracks

  @Test
  void tooFewFrames() throws IOException {
    use("", "");
    assertEquals(
        List.of("person 0.80 at 0.50,0.80: min-initialized, seen in 2 of 3 frames"),
        show(2, person(0.8f)));
    assertEquals(List.of(), show(1, person(0.8f)));
  }

  @Test
  void tooShortATime() throws IOException {
    use("", "tracker.min-age = 500ms");
    assertEquals(
        List.of("person 0.80 at 0.50,0.80: min-age, seen for 0.3 of 0.5 s"), show(4, person(0.8f)));
  }

  @Test
  void aMedianOfScores() throws IOException {
    use("objects.threshold = 0.9", "");
    assertEquals(
        List.of(
            "person 0.80 at 0.50,0.80: threshold 0.9 not reached by the median of its scores, 0.8"),
        show(4, person(0.8f)));
  }

  // Zones

  @Test
  void inertia() throws IOException {
    use("zones.drive { " + EVERYWHERE + ", inertia = 5 }", "");
    assertEquals(
        List.of("person 1 (0.80) not in zone drive: inertia 2 of 5 frames"), show(4, person(0.8f)));
    assertEquals(List.of(), show(3, person(0.8f)));
  }

  @Test
  void loiteringTime() throws IOException {
    use("zones.drive { " + EVERYWHERE + ", inertia = 1, loitering-time = 2s }", "");
    assertEquals(
        List.of("person 1 (0.80) not in zone drive: loitering-time 0.2 of 2 s"),
        show(5, person(0.8f)));
    assertEquals(List.of(), show(20, person(0.8f)));
  }

  // Rules

  @Test
  void aRulesScore() throws IOException {
    use("", "rules.intruder { when { label = person, min-score = 0.9 } }");
    assertEquals(
        List.of("person 1 (0.80), rule intruder: min-score 0.9 not reached"),
        show(3, person(0.8f)));
  }

  @Test
  void aRulesZone() throws IOException {
    use("zones.drive { " + CORNER + " }", "rules.intruder { when { zone = drive } }");
    assertEquals(
        List.of("person 1 (0.80), rule intruder: not in zone drive"), show(3, person(0.8f)));
  }

  @Test
  void whileAZoneWaitsItsRulesSayNothing() throws IOException {
    use("zones.drive { " + EVERYWHERE + " }", "rules.intruder { when { zone = drive } }");
    assertEquals(
        List.of("person 1 (0.80) not in zone drive: inertia 2 of 3 frames"), show(4, person(0.8f)));
  }

  @Test
  void dwell() throws IOException {
    use(
        "zones.drive { " + EVERYWHERE + ", inertia = 1 }",
        "rules.intruder { when { zone = drive, dwell = 5s } }");
    assertEquals(
        List.of("person 1 (0.80), rule intruder: waits for dwell 3.1 of 5 s"),
        show(34, person(0.8f)));
  }

  @Test
  void count() throws IOException {
    use("", "rules.crowd { when { label = person, count = 2 } }");
    assertEquals(List.of("person 1 (0.80), rule crowd: count 1 of 2"), show(3, person(0.8f)));
  }

  @Test
  void anInputThatArms() throws IOException {
    use("", "rules.intruder { when { label = person, armed = key } }");
    assertEquals(
        List.of("person 1 (0.80), rule intruder: not armed, input key is off"),
        show(3, person(0.8f)));
  }

  @Test
  void anInputThatTriggers() throws IOException {
    use("", "rules.intruder { when { label = person, input = key } }");
    assertEquals(
        List.of("person 1 (0.80), rule intruder: not triggered, input key is off"),
        show(3, person(0.8f)));
  }

  @Test
  void aSchedule() throws IOException {
    use("", "rules.intruder { when { label = person, schedule = \"18:00-06:00\" } }");
    assertEquals(
        List.of("person 1 (0.80), rule intruder: outside its schedule"), show(3, person(0.8f)));
  }

  @Test
  void aTimeWithoutABreak() throws IOException {
    use("", "rules.intruder { when { label = person, for = 3s } }");
    assertEquals(
        List.of("person 1 (0.80), rule intruder: waits for 'for' 0.2 of 3 s"),
        show(5, person(0.8f)));
  }

  @Test
  void cooldown() throws IOException {
    use("", "rules.intruder { when { label = person, armed = key }, cooldown = 1m }");
    key(true);
    assertEquals(List.of(), show(3, person(0.8f)), "it fires");
    key(false);
    key(true);
    assertEquals(
        List.of("person 1 (0.80), rule intruder: cooldown, 59.8 s left"), show(2, person(0.8f)));
  }

  @Test
  void whatStandsAndHasMadeItFire() throws IOException {
    use(
        "",
        "rules.intruder { when { label = person, armed = key }, cooldown = 0s },"
            + " tracker.stationary.threshold = 1s");
    key(true);
    show(30, person(0.8f));
    key(false);
    key(true);
    assertEquals(
        List.of("person 1 (0.80), rule intruder: stationary, and was there when the rule fired"),
        show(1, person(0.8f)));
  }

  @Test
  void theOtherDirection() throws IOException {
    use(
        "lines.door { coordinates = \"0.5,0, 0.5,1\" }",
        "rules.guest { when { line = door, direction = right, label = person } }");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.addAll(show(1, at(20 + 3 * i)));
    }
    assertTrue(
        all.contains("person 1 (0.80), rule guest: has crossed door in the other direction"),
        all.toString());
  }

  @Test
  void aRuleIsNotExplainedForOtherLabelsAndOtherCamerasAndWhileItHolds() throws IOException {
    use(
        "",
        """
        cameras.gate.type = demo
        rules {
          cars { when { label = car, count = 2 } }
          elsewhere { when { camera = gate, count = 2 } }
          holds { when { label = person } }
        }
        """);
    assertEquals(List.of(), show(5, person(0.8f)));
  }

  @Test
  void lowerScoresAreAskedForWhileSomebodyAsksEvenOverAReload() throws IOException {
    use("", "");
    Settings settings = SettingsLoader.load(folder.resolve("pipit.conf"), dir -> null).settings();
    pipeline.explaining(true);
    assertEquals(0.05f, eye.needed);
    pipeline.process(new PipelineInput.Reconfigured(settings, Set.of()));
    assertEquals(0.05f, eye.needed);
    pipeline.explaining(false);
    assertEquals(settings.minScore(), eye.needed);
  }

  @Test
  void afterALossThereIsNothingToExplain() throws IOException {
    use("", "");
    show(1, person(0.2f));
    pipeline.cameraLost("yard", time());
    assertTrue(pipeline.explain("yard").isEmpty());
  }

  @Test
  void eachLimitHasAKeyOfItsOwn() {
    Set<String> keys = new HashSet<>();
    for (Limit limit : EnumSet.allOf(Limit.class)) {
      assertTrue(keys.add(limit.key()), limit.key());
    }
  }

  private void use(String camera, String more) throws IOException {
    number = 0;
    String text =
        """
        cameras.yard { type = demo, motion.gate = off
          %s
        }
        gpio { backend = dry-run, inputs.key { line = L1 } }
        %s
        """
            .formatted(camera, more);
    pipeline =
        Pipeline.assemble(
            SettingsLoader.load(Files.writeString(folder.resolve("pipit.conf"), text), dir -> null)
                .settings(),
            WallClock.fixed(ZoneOffset.UTC),
            new LoadedDetector(
                eye,
                new ModelIdentity("test", "", "", List.of("person", "car")),
                "none",
                1,
                new ModelSettings.Input.Auto(416),
                List.of(0.35f, 0.35f)),
            event -> {},
            Actuators.none(),
            List.of(),
            new Metrics(List.of("yard", "gate")),
            new StageClock());
  }

  /** Shows the boxes in so many frames; what is explained of the last one. */
  private List<String> show(int frames, Detection... boxes) {
    eye.boxes = List.of(boxes);
    List<Explanation> last = List.of();
    for (int i = 0; i < frames; i++) {
      pipeline.process(new Frame("yard", number, time(), LAYOUT, pixels, 0, () -> {}));
      number++;
      ExplainedFrame explained = pipeline.explain("yard").orElseThrow();
      assertEquals(number - 1, explained.report().number());
      last = explained.explanations();
    }
    return last.stream().map(one -> ExplanationText.of(one, 100, 100)).toList();
  }

  private void key(boolean on) {
    pipeline.inputChanged(new InputChanged("key", on, time()));
  }

  /** From noon on. */
  private FrameTime time() {
    return new FrameTime(number * 100_000_000L, 12 * 3_600_000L + number * 100L);
  }

  private static Detection person(float score) {
    return new Detection(0, "person", score, new Box(40, 40, 60, 80));
  }

  private static Detection at(float x) {
    return new Detection(0, "person", 0.8f, new Box(x - 10, 40, x + 10, 80));
  }
}
