package io.pipit.cli;

import io.pipit.detect.Detector;
import io.pipit.detect.Detectors;
import io.pipit.errors.ExitCode;
import io.pipit.image.ImageFile;
import io.pipit.image.RgbImage;
import io.pipit.metrics.StageClock;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pipit detect}: what is in some images. */
@CommandLine.Command(
    name = "detect",
    description =
        "Detect objects in images. An image that can't be read is reported; the others go on.")
final class DetectCommand implements Command {
  private static final int USUAL_LABEL = 10;

  @CommandLine.Mixin private ModelOptions model;

  @CommandLine.Option(names = "--json", description = "Print a JSON object a line for each image.")
  private boolean json;

  @CommandLine.Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "JPEG, PNG, BMP or GIF files.")
  private List<Path> files;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    ExitCode code = ExitCode.OK;
    try (Detector detector = Detectors.open(model.settings(), new StageClock()).detector();
        Progress progress = Progress.on(spec.commandLine().getErr())) {
      for (int i = 0; i < files.size(); i++) {
        progress.show(i, files.size(), "images");
        ExitCode one = detect(detector, files.get(i), progress);
        code = code == ExitCode.OK ? one : code;
      }
    }
    return code;
  }

  private ExitCode detect(Detector detector, Path file, Progress progress) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      RgbImage image = ImageFile.read(file);
      List<Detection> found = detector.detect(frame(image));
      progress.clear();
      if (json) {
        out.println(DetectionJson.line(file, image.ownWidth(), image.ownHeight(), found));
      } else {
        out.println(file + ": " + (found.isEmpty() ? "nothing" : ""));
        int width = found.stream().mapToInt(one -> one.label().length()).max().orElse(0);
        found.forEach(one -> out.println("  " + text(one, Math.max(width, USUAL_LABEL))));
      }
      return ExitCode.OK;
    } catch (NoSuchFileException e) {
      return refuse(e, ExitCode.NO_INPUT, progress);
    } catch (IOException e) {
      return refuse(e, ExitCode.DATA, progress);
    }
  }

  private ExitCode refuse(IOException e, ExitCode code, Progress progress) {
    progress.clear();
    spec.commandLine().getErr().println("pipit: " + e.getMessage());
    return code;
  }

  private static Frame frame(RgbImage image) {
    Frame.Layout layout =
        new Frame.Layout(
            image.width(), image.height(), 3 * image.width(), image.ownWidth(), image.ownHeight());
    return new Frame("image", 0, FrameTime.now(), layout, image.rgb(), 0, () -> {});
  }

  private static String text(Detection detection, int labelWidth) {
    return String.format(
        Locale.ROOT,
        "%-" + labelWidth + "s %.2f  [%.0f, %.0f, %.0f, %.0f]",
        detection.label(),
        detection.score(),
        detection.box().left(),
        detection.box().top(),
        detection.box().right(),
        detection.box().bottom());
  }
}
