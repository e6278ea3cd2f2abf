package io.pipit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pipit.camera.Camera;
import io.pipit.camera.Cameras;
import io.pipit.camera.FrameBuffer;
import io.pipit.config.CameraSettings;
import io.pipit.config.ModelSettings;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.metrics.StageClock;
import io.pipit.scene.Frame;
import io.pipit.track.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The shipped model on a real clip in which people walk in one by one. clip-frames.csv says of some
 * frames, looked at by eye, whether a person is fully in view or nobody is.
 */
class ClipTest {
  private static final Path CLIP =
      Path.of(System.getenv().getOrDefault("PIPIT_DATA", "../../shared/data"))
          .resolve("clips/intel-one-by-one-person-detection.mp4");

  private static final float RECOMMENDED = ShippedModel.minScore("person");

  @Test
  void findsThePeopleAndNothingInEmptyRooms() throws Exception {
    if (!Files.exists(CLIP)) {
      System.err.println("SKIPPED: " + CLIP + " is not there; PIPIT_DATA names the data's folder");
    }
    assumeTrue(Files.exists(CLIP), "no clip");
    Map<Integer, Boolean> labelled = labels();
    int people = 0;
    int found = 0;
    int falseOnes = 0;
    int asRecorded = 0;
    Recording recording = recording();
    Map<Integer, Boolean> seen = look(labelled);
    assertEquals(labelled.keySet(), seen.keySet());
    for (Map.Entry<Integer, Boolean> frame : labelled.entrySet()) {
      boolean person = seen.get(frame.getKey());
      people += frame.getValue() ? 1 : 0;
      found += frame.getValue() && person ? 1 : 0;
      falseOnes += !frame.getValue() && person ? 1 : 0;
      asRecorded += person == isIn(recording.shots().get(frame.getKey())) ? 1 : 0;
    }
    String figures = found + " of " + people + " found, " + falseOnes + " false";
    System.err.println("[clip] " + figures);
    assertTrue(
        asRecorded >= 0.9 * labelled.size(),
        "only " + asRecorded + " frames are as in track/clip.csv.gz: see tools/record-detections");
    assertTrue(found >= 0.8 * people, figures);
    assertTrue(falseOnes <= 0.01 * (labelled.size() - people), figures);
  }

  /** What the tracker's tests take for this model's word. */
  private static Recording recording() throws IOException {
    try (InputStream in = Recording.class.getResourceAsStream("clip.csv.gz")) {
      return Recording.read(in);
    }
  }

  private static boolean isIn(Recording.Shot shot) {
    return shot.detections().stream()
        .anyMatch(d -> d.label().equals("person") && d.score() >= RECOMMENDED);
  }

  /** Whether a person is detected, by number of frame. */
  private static Map<Integer, Boolean> look(Map<Integer, Boolean> labelled) throws Exception {
    ModelSettings model = ShippedModel.settings();
    CameraSettings file =
        TestSettings.camera(
            "clip", new CameraSettings.Source.File(CLIP, false), 0, Duration.ofSeconds(60));
    Map<Integer, Boolean> seen = new TreeMap<>();
    StageClock clock = new StageClock();
    FrameBuffer buffer = new FrameBuffer();
    LoadedDetector ready = Detectors.open(model, clock);
    int side = ready.input().maxWidth();
    try (var detector = ready.detector();
        Camera camera = Cameras.create(file, side, side, false)) {
      camera.open();
      Frame.Layout layout = camera.read(buffer);
      for (int i = 0; layout != null; i++, layout = camera.read(buffer)) {
        if (labelled.containsKey(i)) {
          try (Frame frame =
              new Frame("clip", i, buffer.captured(), layout, buffer.pixels(), 0, () -> {})) {
            clock.begin(0);
            seen.put(i, detector.detect(frame).stream().anyMatch(d -> d.label().equals("person")));
          }
        }
      }
    }
    return seen;
  }

  private static Map<Integer, Boolean> labels() throws IOException {
    Map<Integer, Boolean> labels = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ClipTest.class.getResourceAsStream("/clip-frames.csv"), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> line.matches("\\d+,(person|empty)"))
          .map(line -> line.split(",", -1))
          .forEach(row -> labels.put(Integer.valueOf(row[0]), row[1].equals("person")));
    }
    return labels;
  }
}
