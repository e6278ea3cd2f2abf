package io.pipit.doctor;

import io.pipit.config.CameraSettings;
import io.pipit.config.ModelSettings;
import io.pipit.detect.Detector;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.metrics.StageClock;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Loads the model, has it test itself, and compares its speed with what the cameras ask for. */
final class ModelCheck extends Check {
  private static final int WARM_UP = 5;
  private static final int MEASURED = 11;
  private static final int WIDE = 16;
  private static final int HIGH = 9;

  private final ModelSettings settings;
  private final List<CameraSettings> cameras;
  private final boolean beside;

  /**
   * Checks a model for the cameras that use it.
   *
   * @param cameras those that share the model
   * @param beside whether a Pipit runs that takes part of the processor
   */
  ModelCheck(ModelSettings settings, List<CameraSettings> cameras, boolean beside) {
    super("model");
    this.settings = settings;
    this.cameras = List.copyOf(cameras);
    this.beside = beside;
  }

  @Override
  Duration limit() {
    return Duration.ofMinutes(3);
  }

  @Override
  List<Finding> find() {
    LoadedDetector ready = Detectors.open(settings, new StageClock());
    try (Detector detector = ready.detector()) {
      List<Finding> findings = new ArrayList<>();
      findings.add(
          ok(
              "%s (%s) has passed its self-test on engine %s, threads: %d, %s"
                  .formatted(
                      ready.model().name(),
                      ready.model().precision(),
                      ready.engine(),
                      ready.threads(),
                      ready.input().describe())));
      findings.add(speed(median(detector, ready.input())));
      return findings;
    }
  }

  /** Milliseconds for a frame, by the median. */
  private double median(Detector detector, ModelSettings.Input input) {
    long[] nanos = new long[MEASURED];
    try (Frame frame = noise(input)) {
      for (int i = -WARM_UP; i < MEASURED; i++) {
        long begin = System.nanoTime();
        detector.detect(frame);
        if (i >= 0) {
          nanos[i] = System.nanoTime() - begin;
        }
      }
    }
    Arrays.sort(nanos);
    return nanos[MEASURED / 2] / 1e6;
  }

  /** A frame as wide as the network's input, in the shape that most cameras have. */
  private Frame noise(ModelSettings.Input input) {
    int width = input.maxWidth();
    int height = Math.min(input.maxHeight(), width * HIGH / WIDE);
    Frame.Layout layout = Frame.Layout.packed(width, height);
    ByteBuffer pixels = ByteBuffer.allocateDirect(layout.bytes());
    byte[] bytes = new byte[layout.bytes()];
    new Random(1).nextBytes(bytes);
    pixels.put(bytes).flip();
    return new Frame(area(), 0, FrameTime.now(), layout, pixels, 0, () -> {});
  }

  /**
   * Whether it is fast enough.
   *
   * @param millis for a frame
   */
  Finding speed(double millis) {
    double possible = 1000 / millis;
    double asked = cameras.stream().mapToDouble(CameraSettings::fps).sum();
    boolean unlimited = cameras.stream().anyMatch(camera -> camera.fps() == 0);
    String what =
        String.format(Locale.ROOT, "%.1f ms per frame: %.0f frames a second", millis, possible)
            + (beside ? " beside the running Pipit" : "");
    if (cameras.isEmpty()) {
      return ok(what);
    }
    String wish = String.format(Locale.ROOT, ", the cameras ask for %.0f", asked);
    if (asked > possible && beside) {
      return note(what + wish, "end that Pipit and ask again to know what the board can by itself");
    }
    if (asked > possible) {
      return warning(
          what + wish,
          String.format(
              Locale.ROOT,
              "set fps to %.1f or less for each camera, or a smaller model.input-side;"
                  + " frames are dropped otherwise",
              Math.floor(10 * possible / cameras.size()) / 10));
    }
    return unlimited
        ? note(
            what + wish + " and as many as they give",
            "set fps instead of 0, so that each gets the part of the board that you choose")
        : ok(what + wish);
  }
}
