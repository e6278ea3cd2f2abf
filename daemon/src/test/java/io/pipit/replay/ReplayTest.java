package io.pipit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.CameraSettings;
import io.pipit.config.ModelSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.demo.StreetScene;
import io.pipit.demo.Truth;
import io.pipit.detect.Detector;
import io.pipit.detect.LoadedDetector;
import io.pipit.explain.ExplanationLog;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.ModelIdentity;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The whole line behind the detector, on the rendered street whose truth is known. */
class ReplayTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int FRAMES = 600;
  private static final FrameTime START = new FrameTime(0, 946_728_000_000L);
  private static final ByteBuffer PIXELS = ByteBuffer.allocateDirect(WIDTH * HEIGHT * 3);
  private static final List<String> CLASSES =
      List.of("person", "bicycle", "car", "motorcycle", "bus", "truck", "dog", "cat");

  private static final List<List<Detection>> SEEN = look();

  @Test
  void aMinuteOfTheStreetGivesTheVeryEventsThatItShould() throws Exception {
    assertEquals(
        Files.readString(resource("timeline.txt"), StandardCharsets.UTF_8),
        timeline(List.of("key")));
  }

  @Test
  void withoutTheKeyTheRuleThatItArmsIsSilent() throws Exception {
    String armed = timeline(List.of("key"));
    String disarmed = timeline(List.of());
    assertTrue(armed.contains("armed-dog fires"), armed);
    assertEquals(
        armed.lines().filter(line -> !line.contains("armed-dog")).toList(),
        disarmed.lines().toList());
  }

  @Test
  void boxesThatScoreTooLowAreExplainedAndChangeNothing() throws Exception {
    List<List<Detection>> more = new ArrayList<>();
    for (List<Detection> frame : SEEN) {
      List<Detection> all = new ArrayList<>(frame);
      frame.forEach(box -> all.add(new Detection(box.classId(), box.label(), 0.07f, box.box())));
      all.add(new Detection(7, "cat", 0.09f, new Box(20, 20, 60, 50)));
      more.add(all);
    }
    List<String> explained = new ArrayList<>();
    ExplanationLog log = ExplanationLog.ofRecording(line -> explained.add(line.text()));
    assertEquals(
        timeline(List.of("key")),
        timeline(List.of("key"), more, replay -> log.frame(replay.explain().orElseThrow())));
    assertTrue(explained.contains("cat 0.09 at 0.06,0.14: low-score 0.1 not reached"));
  }

  @Test
  void whatTheStreetShowsAndDoesNotCountIsExplained() throws Exception {
    List<String> explained = new ArrayList<>();
    ExplanationLog log = ExplanationLog.ofRecording(line -> explained.add(line.text()));
    timeline(List.of(), SEEN, replay -> log.frame(replay.explain().orElseThrow()));
    log.end();
    for (String line :
        List.of(
            "car 0\\.80 at 0\\.0\\d,0\\.\\d\\d: in mask corner",
            "person \\d+ \\(0\\.80\\) not in zone entrance: loitering-time 0\\.\\d of 1 s",
            "person \\d+ \\(0\\.80\\), rule walker-lights: not in zone pavement",
            "car \\d+ \\(0\\.80\\), rule two-cars: count 1 of 2",
            "person \\d+ \\(0\\.80\\), rule passes: has crossed middle in the other direction",
            "person \\d+ \\(0\\.80\\), rule passes: cooldown, \\d\\.\\d s left",
            "dog \\d+ \\(0\\.80\\), rule armed-dog: not armed, input key is off",
            "person \\d+ \\(0\\.80\\), rule evening: outside its schedule")) {
      assertTrue(explained.stream().anyMatch(one -> one.matches(line)), line);
    }
    assertTrue(explained.size() < FRAMES, explained.size() + " lines");
    assertTrue(
        log.summary().stream().anyMatch(row -> row.matches("when.armed +\\d+ +\\d+")),
        log.summary().toString());
  }

  /** What is drawn in each frame and at least half visible, seen as surely as a detector would. */
  private static List<List<Detection>> look() {
    StreetScene scene = new StreetScene(3, WIDTH, HEIGHT);
    List<List<Detection>> frames = new ArrayList<>();
    for (int number = 0; number < FRAMES; number++) {
      List<Detection> seen = new ArrayList<>();
      for (Truth truth : scene.render(number / 10.0)) {
        if (truth.visible() >= 0.5) {
          seen.add(new Detection(CLASSES.indexOf(truth.label()), truth.label(), 0.8f, truth.box()));
        }
      }
      frames.add(seen);
    }
    return frames;
  }

  private record Eye(List<List<Detection>> frames) implements Detector {
    @Override
    public List<Detection> detect(Frame frame) {
      return frames.get((int) frame.number());
    }

    @Override
    public void close() {}
  }

  private static String timeline(List<String> inputs) throws Exception {
    return timeline(inputs, SEEN, replay -> {});
  }

  private static String timeline(
      List<String> inputs, List<List<Detection>> seen, Consumer<Replay> afterFrame)
      throws Exception {
    Settings settings = SettingsLoader.load(resource("timeline.conf"), folder -> null).settings();
    CameraSettings camera = settings.cameras().get(0);
    Eye eye = new Eye(seen);
    ModelIdentity model = new ModelIdentity("truth", "", "", CLASSES);
    LoadedDetector ready =
        new LoadedDetector(
            eye,
            model,
            "none",
            1,
            new ModelSettings.Input.Auto(416),
            Collections.nCopies(CLASSES.size(), 0.4f));
    StringBuilder said = new StringBuilder();
    Transcript transcript = new Transcript(START, line -> said.append(line).append('\n'));
    Replay replay = new Replay(settings, camera, ready, transcript, START, inputs);
    for (long number = 0; number < FRAMES; number++) {
      replay.frame(frame(number));
      afterFrame.accept(replay);
    }
    replay.end(time(FRAMES));
    return said.toString();
  }

  private static Frame frame(long number) {
    return new Frame(
        "street", number, time(number), Frame.Layout.packed(WIDTH, HEIGHT), PIXELS, 0, () -> {});
  }

  private static FrameTime time(long number) {
    return new FrameTime(number * 100_000_000, START.wallMillis() + number * 100);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(ReplayTest.class.getResource(name)).toURI());
  }
}
