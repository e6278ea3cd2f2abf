package io.pipit.cli;

import io.pipit.actuate.Actuators;
import io.pipit.bench.Bench;
import io.pipit.bench.BenchResult;
import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.Cameras;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.ModelSettings;
import io.pipit.config.Regions;
import io.pipit.config.Secret;
import io.pipit.config.Secrets;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.config.Shape;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.metrics.Metrics;
import io.pipit.metrics.StageClock;
import io.pipit.net.NetLoop;
import io.pipit.pipeline.Pipeline;
import io.pipit.publish.EventStream;
import io.pipit.publish.MessageClock;
import io.pipit.publish.NodeInfo;
import io.pipit.rule.WallClock;
import io.pipit.util.Closer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pipit bench}: how long each stage takes on this board. */
@CommandLine.Command(
    name = "bench",
    description = "Measure every stage of the pipeline on this board, no frame dropped.")
final class BenchCommand implements Command {
  private static final String NAME = "bench";
  private static final CameraSettings.Limits LIMITS =
      new CameraSettings.Limits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ZERO);
  private static final int WARM_UP = 100;

  @CommandLine.Mixin private ModelOptions model;

  @CommandLine.ArgGroup private @Nullable Choice choice;

  @CommandLine.Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "500",
      description = "Frames to measure, after " + WARM_UP + " to warm up (default: 500).")
  private int frames;

  @CommandLine.Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Where the frames come from; the demo camera when neither is given. */
  private static final class Choice {
    @CommandLine.Option(
        names = "--video",
        paramLabel = "FILE",
        description = "Frames from a video file.")
    private @Nullable Path video;

    @CommandLine.Option(
        names = "--camera",
        paramLabel = "C",
        description = "Frames from a camera: demo (the default), /dev/..., or rtsp://...")
    private @Nullable String camera;
  }

  @Override
  public ExitCode run() throws InterruptedException {
    if (frames < 1) {
      throw new ParameterException(spec.commandLine(), "--frames must be at least 1, is " + frames);
    }
    CameraSettings shipped = SettingsLoader.shipped().cameras().get(0);
    CameraSettings camera =
        new CameraSettings(
            NAME,
            source(),
            0,
            LIMITS,
            shipped.objects(),
            Regions.NONE,
            Shape.AUTO,
            shipped.motion());
    Cameras.check(camera);
    BenchResult result = measure(model.settings(), camera);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(result.json());
    } else {
      result.lines().forEach(out::println);
    }
    return ExitCode.OK;
  }

  private Source source() {
    Choice given = choice == null ? new Choice() : choice;
    if (given.video != null) {
      return new Source.File(given.video.toAbsolutePath(), false);
    }
    String camera = given.camera == null ? "demo" : given.camera;
    if (camera.equals("demo")) {
      return demo();
    }
    if (camera.startsWith("/dev/")) {
      return new Source.V4l2(camera, 0, 0);
    }
    return CameraUrl.parse(camera)
        .<Source>flatMap(
            url ->
                switch (url.scheme()) {
                  case "rtsp", "rtsps" ->
                      Optional.of(new Source.Rtsp(url, Source.Rtsp.Transport.TCP, Secret.NONE));
                  case "http", "https" ->
                      Optional.of(new Source.Http(url, Duration.ZERO, Secret.NONE));
                  default -> Optional.empty();
                })
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--camera must be demo, /dev/..., rtsp://... or http://..., is "
                        + Secrets.mask(camera)));
  }

  private static Source demo() {
    for (CameraSettings shipped : SettingsLoader.shipped().cameras()) {
      if (shipped.source() instanceof Source.Demo) {
        return shipped.source();
      }
    }
    throw new IllegalStateException("the shipped configuration has a demo camera");
  }

  /** The whole line as in the daemon, with a socket without clients. */
  private BenchResult measure(ModelSettings modelSettings, CameraSettings cameraSettings)
      throws InterruptedException {
    try (Closer parts = new Closer()) {
      Progress progress = parts.add(Progress.on(spec.commandLine().getErr()));
      StageClock clock = Bench.clock();
      Settings settings = SettingsLoader.shipped().with(List.of(cameraSettings), List.of());
      LoadedDetector ready = Detectors.open(modelSettings, settings.minScore(), 1, clock);
      parts.add(ready.detector());
      NetLoop net = parts.add(new NetLoop());
      NodeInfo node =
          NodeInfo.start(NAME, Version.pipit(), ready.model(), List.of(NAME), List.of());
      Pipeline pipeline =
          Pipeline.assemble(
              settings,
              WallClock.fixed(ZoneOffset.UTC),
              ready,
              new EventStream(net.loop(), node, new MessageClock()),
              Actuators.none(),
              List.of(),
              new Metrics(List.of(NAME)),
              clock);
      Camera camera =
          Cameras.create(
              cameraSettings, ready.input().maxWidth(), ready.input().maxHeight(), false);
      String setting =
          (ready.model().name() + " on " + ready.engine() + ", " + ready.threads() + " threads, ")
              + ready.input().describe();
      return new Bench(camera, pipeline, clock, (done, all) -> progress.show(done, all, "frames"))
          .run(setting, WARM_UP, frames);
    } catch (CameraException e) {
      throw new UserException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }
}
