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
import io.pipit.errors.UserException;
import io.pipit.json.JsonTree;
import io.pipit.metrics.StageClock;
import io.pipit.preview.Annotations;
import io.pipit.preview.FrameCopy;
import io.pipit.preview.ImageWriter;
import io.pipit.preview.Overlay;
import io.pipit.preview.StillCamera;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.track.DetectionFilter;
import java.awt.image.BufferedImage;
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

  /** An image, what can be drawn over it, and when it was taken. */
  private record Taken(String camera, BufferedImage image, Annotations annotations, Instant time) {}

  @Override
  public ExitCode run() throws InterruptedException {
    Optional<ControlClient> running = config == null ? ask() : Optional.empty();
    Taken taken;
    if (running.isPresent()) {
      try (ControlClient client = running.get()) {
        taken = received(client);
      }
    } else {
      taken = taken();
    }
    BufferedImage image = draw ? Overlay.draw(taken.image(), taken.annotations()) : taken.image();
    Path file =
        output != null
            ? output
            : Path.of(
                taken.camera()
                    + "-"
                    + STAMP.format(taken.time().atZone(ZoneId.systemDefault()))
                    + ".png");
    try {
      ImageWriter.write(image, file);
    } catch (IOException e) {
      throw new UserException(ExitCode.CANT_CREATE, file + ": can't be written: " + e, e);
    }
    spec.commandLine().getErr().println(file + ": " + image.getWidth() + "x" + image.getHeight());
    return ExitCode.OK;
  }

  private Optional<ControlClient> ask() {
    Map<String, Object> request = new LinkedHashMap<>(Map.of("command", "snapshot"));
    if (camera != null) {
      request.put("camera", camera);
    }
    return control.ask(request);
  }

  private static Taken received(ControlClient client) {
    try {
      JsonTree answer = client.answer();
      int width = (int) answer.get("width").number(1, 1 << 14);
      int height = (int) answer.get("height").number(1, 1 << 14);
      byte[] rgb = client.bytes(3 * width * height);
      return new Taken(
          answer.get("camera").text(),
          Overlay.image(width, height, rgb),
          Annotations.of(answer.get("annotations")),
          Instant.ofEpochMilli((long) answer.get("time_ms").number()));
    } catch (JsonTree.Malformed e) {
      throw ControlClient.otherVersion(e);
    }
  }

  private Taken taken() throws InterruptedException {
    Path file = config != null ? config : Path.of(SettingsLoader.INSTALLED);
    Settings settings = SettingsLoader.load(file, ModelPackage::facts).settings();
    CameraSettings chosen = CameraChoice.of(settings.cameras(), camera);
    try (StillCamera still = new StillCamera(chosen)) {
      Frame frame = still.frame();
      Frame.Layout layout = frame.layout();
      List<Detection> found = draw ? found(settings, chosen, frame) : List.of();
      return new Taken(
          chosen.name(),
          Overlay.image(layout.width(), layout.height(), FrameCopy.rgb(frame)),
          Annotations.of(chosen.regions(), found, layout),
          Instant.ofEpochMilli(frame.time().wallMillis()));
    }
  }

  /** What counts of what the model finds. */
  private static List<Detection> found(Settings settings, CameraSettings camera, Frame frame) {
    LoadedDetector loaded =
        Detectors.open(settings.model(), settings.minScore(), 0, new StageClock());
    try (var detector = loaded.detector()) {
      DetectionFilter filter =
          new DetectionFilter(
              camera.objects(),
              camera.regions().masks(),
              loaded.model().classes(),
              settings.tracker().lowScore(),
              loaded.minScores());
      Frame.Layout layout = frame.layout();
      return filter.highScore(
          filter.keep(detector.detect(frame), layout.frameWidth(), layout.frameHeight()));
    }
  }
}
