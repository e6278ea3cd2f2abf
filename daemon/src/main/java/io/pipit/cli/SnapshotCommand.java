package io.pipit.cli;

import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.control.CameraChoice;
import io.pipit.control.ControlClient;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.detect.model.ModelPackage;
import io.pipit.errors.ExitCode;
import io.pipit.json.JsonTree;
import io.pipit.metrics.StageClock;
import io.pipit.preview.Annotations;
import io.pipit.preview.FrameCopy;
import io.pipit.preview.Snapshot;
import io.pipit.preview.StillCamera;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.track.DetectionFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipit snapshot}: what a camera sees, as an image. */
@CommandLine.Command(
    name = "snapshot",
    description =
        "Write what a camera sees as an image: a frame of the running Pipit, or of the camera"
            + " itself where none runs.")
final class SnapshotCommand implements Command {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  @CommandLine.Mixin private ControlOption control;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CAMERA",
      description = "Its name; may be left out if there is one alone.")
  private @Nullable String camera;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file: JPEG where it ends with .jpg, else PNG (default: CAMERA-DATE-TIME.png).")
  private @Nullable Path output;

  @Option(
      names = "--draw",
      description = "Enlarge it and draw boxes, zones, lines, masks and a grid of coordinates.")
  private boolean draw;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Open the camera of this file; a running Pipit is not asked.")
  private @Nullable Path config;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() throws InterruptedException {
    Optional<ControlClient> running = config == null ? ask() : Optional.empty();
    Snapshot snapshot;
    if (running.isPresent()) {
      try (ControlClient client = running.get()) {
        snapshot = received(client);
      }
    } else {
      snapshot = taken();
    }
    Path file = output != null ? output : usualFile(snapshot);
    try {
      String size = snapshot.write(file, draw);
      spec.commandLine().getErr().println(file + ": " + size);
    } catch (IOException e) {
      throw Failures.cantWrite(file, e);
    }
    return ExitCode.OK;
  }

  private static Path usualFile(Snapshot snapshot) {
    String stamp = STAMP.format(snapshot.time().atZone(ZoneId.systemDefault()));
    return Path.of(snapshot.camera() + "-" + stamp + ".png");
  }

  private Optional<ControlClient> ask() {
    Map<String, Object> request = new LinkedHashMap<>(Map.of("command", "snapshot"));
    if (camera != null) {
      request.put("camera", camera);
    }
    return control.ask(request);
  }

  private static Snapshot received(ControlClient client) {
    try {
      JsonTree answer = client.answer();
      int width = (int) answer.get("width").number(1, 1 << 14);
      int height = (int) answer.get("height").number(1, 1 << 14);
      return new Snapshot(
          answer.get("camera").text(),
          Instant.ofEpochMilli((long) answer.get("time_ms").number()),
          width,
          height,
          client.bytes(3 * width * height),
          Annotations.of(answer.get("annotations")));
    } catch (JsonTree.Malformed e) {
      throw ControlClient.otherVersion(e);
    }
  }

  private Snapshot taken() throws InterruptedException {
    Path file = config != null ? config : Path.of(SettingsLoader.INSTALLED);
    Settings settings = SettingsLoader.load(file, ModelPackage::facts).settings();
    CameraSettings chosen = CameraChoice.of(settings, camera);
    try (StillCamera still = new StillCamera(chosen)) {
      Frame frame = still.frame();
      Frame.Layout layout = frame.layout();
      List<Detection> found = draw ? found(settings, chosen, frame) : List.of();
      return new Snapshot(
          chosen.name(),
          Instant.ofEpochMilli(frame.time().wallMillis()),
          layout.width(),
          layout.height(),
          FrameCopy.rgb(frame),
          Annotations.of(chosen.regions(), found, layout));
    }
  }

  /** What counts of what the model finds. */
  private static List<Detection> found(Settings settings, CameraSettings camera, Frame frame) {
    LoadedDetector loaded =
        Detectors.open(settings.model(), settings.minScore(), 0, new StageClock());
    try (var detector = loaded.detector()) {
      DetectionFilter filter =
          DetectionFilter.of(
              camera, settings.tracker(), loaded.model().classes(), loaded.minScores());
      Frame.Layout layout = frame.layout();
      return filter.highScore(
          filter.keep(detector.detect(frame), layout.frameWidth(), layout.frameHeight()));
    }
  }
}
