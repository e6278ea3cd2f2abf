package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.EightyClasses;
import io.pipit.config.ModelSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.metrics.StageClock;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorsTest {
  @TempDir private Path folder;

  @BeforeEach
  void writePackage() throws IOException {
    EightyClasses.write(folder);
  }

  @Test
  void whatTheSettingsLeaveOpenIsAsTheCardSays() {
    LoadedDetector ready = open(null, Float.NaN, 1);
    assertEquals(new ModelSettings.Input.Auto(128), ready.input());
    assertEquals(0.3f, ready.minScores().get(0));
    assertEquals(0.8f, ready.minScores().get(EightyClasses.TRAFFIC_LIGHT));
    ready.detector().close();
  }

  @Test
  void theSettingsGoBeforeTheCard() {
    LoadedDetector ready = open(new ModelSettings.Input.Fixed(64, 96), 0.6f, 1);
    assertEquals(new ModelSettings.Input.Fixed(64, 96), ready.input());
    assertEquals(Collections.nCopies(80, 0.6f), ready.minScores());
    ready.detector().close();
  }

  @Test
  void boxesBelowTheirClassesScoreAreDetectedOnlyWhereTheyAreNeeded() {
    assertEquals(0, detectHalfRed(1));
    assertEquals(4, detectHalfRed(0.1f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "heads": [    | "heads": [{"stride": 16, "anchors": [9, 9]}, | model.json names 2 heads, the network has 1
          "stride": 32  | "stride": 16 | head 0: by model.json's stride a grid is 4x4, the network's is 2x2
          [32, 32]      | [32, 32, 64, 64] | head 0: by model.json's anchors and classes a cell has 170 numbers, the network's has 85
          """)
  void aCardOfAnotherNetworkIsRefusedAtOnceThoughItHasNoGoldenCase(
      String text, String by, String message) throws IOException {
    replace(text, by);
    assertEquals(message, refusal());
  }

  @Test
  void aGoldenImageThatTheNetworkCanNotTakeIsRefused() throws IOException {
    Path file = folder.resolve("golden.png");
    ImageIO.write(new BufferedImage(100, 64, BufferedImage.TYPE_3BYTE_BGR), "png", file.toFile());
    replace(
        "\"golden\": []",
        """
        "golden": [{"input": "golden.png", "sha256": "%s", "score_tolerance": 0.1,
                    "box_tolerance_px": 3, "expect": {"signed": []}}]
        """
            .formatted(EightyClasses.sha256(Files.readAllBytes(file))));
    assertEquals(file + ": a golden case's sides must be multiples of 32, are 100x64", refusal());
  }

  private String refusal() {
    UserException e = assertThrows(UserException.class, () -> open(null, Float.NaN, 1));
    assertEquals(ExitCode.DATA, e.exitCode());
    return String.valueOf(e.getMessage());
  }

  private LoadedDetector open(
      ModelSettings.@Nullable Input input, float minScore, float neededScore) {
    return Detectors.open(
        new ModelSettings(folder, "auto", input, minScore, 0.45f, 1),
        neededScore,
        1,
        new StageClock());
  }

  @Test
  void threadsLeaveAProcessorToEachDecoder() {
    int processors = Runtime.getRuntime().availableProcessors();
    ModelSettings auto = new ModelSettings(folder, "auto", null, Float.NaN, 0.45f, 0);
    assertEquals(Math.max(1, processors - 1), Detectors.threads(auto, 0));
    assertEquals(Math.max(1, processors - 1), Detectors.threads(auto, 1));
    assertEquals(Math.max(1, processors - 2), Detectors.threads(auto, 2));
    assertEquals(1, Detectors.threads(auto, 1000));
    ModelSettings own = new ModelSettings(folder, "auto", null, Float.NaN, 0.45f, 7);
    assertEquals(7, Detectors.threads(own, 1000));
  }

  private void replace(String text, String by) throws IOException {
    Path card = folder.resolve("model.json");
    Files.writeString(card, Files.readString(card).replace(text, by));
  }

  /** How many boxes are found in four cells of half the red, which score half of 0.88. */
  private int detectHalfRed(float neededScore) {
    Frame.Layout layout = Frame.Layout.packed(64, 64);
    ByteBuffer pixels = ByteBuffer.allocateDirect(layout.bytes());
    for (int i = 0; i < layout.bytes(); i += 3) {
      pixels.put(i, (byte) 127);
    }
    var input = new ModelSettings.Input.Fixed(64, 64);
    try (Detector detector = open(input, Float.NaN, neededScore).detector();
        Frame frame = new Frame("c", 0, FrameTime.now(), layout, pixels, 0, () -> {})) {
      return detector.detect(frame).size();
    }
  }
}
