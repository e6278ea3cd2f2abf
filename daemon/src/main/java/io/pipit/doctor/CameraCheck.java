package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.board.PortOwners;
import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.Cameras;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.NetworkHost;
import io.pipit.camera.StreamAdvice;
import io.pipit.camera.usb.UsbCameras;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.ModelSettings;
import io.pipit.errors.UserException;
import io.pipit.scene.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a configured camera works: what prevents it, else one frame is read. A camera that a
 * running Pipit has is left alone: that Pipit reports its state.
 */
final class CameraCheck extends Check {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration FRAME = Duration.ofSeconds(10);
  private static final String LOOK_AT_NETWORK =
      "look at its power, cable and address, and at url and password in the configuration";

  private final CameraSettings settings;
  private final Tools tools;
  private final Optional<RunningPipit.CameraState> state;

  /**
   * What cameras are looked at with.
   *
   * @param input what the model takes of a frame
   */
  record Tools(
      Board board,
      UsbCameras devices,
      StableDeviceNames stableNames,
      VideoTool video,
      PortOwners owners,
      Gstreamer gstreamer,
      ModelSettings.Input input) {}

  /**
   * Checks one camera.
   *
   * @param running the Pipit that has it, if one runs
   */
  CameraCheck(CameraSettings settings, Tools tools, Optional<RunningPipit> running) {
    super("cameras", settings.name());
    // Not for minutes, whatever is configured.
    Duration frame = settings.limits().frameTimeout();
    this.settings = frame.compareTo(FRAME) > 0 ? patientNoMore(settings) : settings;
    this.tools = tools;
    this.state = running.flatMap(pipit -> pipit.camera(settings.name()));
  }

  private static CameraSettings patientNoMore(CameraSettings settings) {
    CameraSettings.Limits limits =
        new CameraSettings.Limits(FRAME.dividedBy(2), FRAME, settings.limits().frozenAfter());
    return new CameraSettings(
        settings.name(),
        settings.source(),
        settings.fps(),
        limits,
        settings.objects(),
        settings.regions(),
        settings.shape(),
        settings.motion());
  }

  @Override
  Duration limit() {
    return Duration.ofMinutes(2);
  }

  @Override
  List<Finding> find() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Optional<VideoDevice> device = device();
    state.ifPresent(reported -> findings.add(reported(reported)));
    boolean well = state.isPresent() && state.get().state().equals("ok");
    if (!well) {
      Optional<Finding> obstacle = obstacle(device);
      obstacle.ifPresent(findings::add);
      if (obstacle.isEmpty() && state.isEmpty()) {
        findings.addAll(firstFrame());
      }
    }
    device.flatMap(VideoDevice::stableName).ifPresent(findings::add);
    return findings;
  }

  private Optional<VideoDevice> device() {
    return settings.source() instanceof Source.V4l2 wanted
        ? Optional.of(new VideoDevice(this, settings.name(), wanted, tools))
        : Optional.empty();
  }

  private Finding reported(RunningPipit.CameraState state) {
    String what = "the running Pipit reports: " + state;
    return state.state().equals("ok") ? ok(what) : problem(what, remedy());
  }

  private Optional<Finding> obstacle(Optional<VideoDevice> device)
      throws IOException, InterruptedException {
    if (device.isPresent()) {
      Optional<Finding> obstacle = device.get().obstacle(state.isPresent());
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    Map<String, String> missing = tools.gstreamer.missing(settings.source());
    if (!missing.isEmpty()) {
      String packages = missing.values().stream().distinct().collect(Collectors.joining(" "));
      return Optional.of(
          problem(
              "GStreamer's " + String.join(", ", missing.keySet()) + " is not installed",
              "apt install " + packages));
    }
    if (settings.source() instanceof Source.Rtsp rtsp) {
      return NetworkHost.of(rtsp.url())
          .obstacle(CONNECT)
          .map(what -> problem(what, LOOK_AT_NETWORK));
    }
    if (settings.source() instanceof Source.Http http) {
      return NetworkHost.of(http.url())
          .obstacle(CONNECT)
          .map(what -> problem(what, LOOK_AT_NETWORK));
    }
    return Optional.empty();
  }

  private List<Finding> firstFrame() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try {
      Cameras.check(settings);
      ModelSettings.Input input = tools.input;
      Camera camera = Cameras.create(settings, input.maxWidth(), input.maxHeight(), true);
      try {
        camera.open();
        Frame.Layout layout = camera.read(new FrameBuffer());
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (layout == null) {
          return List.of(problem("it ended without a frame", remedy()));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
            ok(
                String.format(
                    Locale.ROOT,
                    "a frame of %dx%d came after %.1f s",
                    layout.frameWidth(),
                    layout.frameHeight(),
                    seconds)));
        findings.addAll(stream(camera));
        return findings;
      } finally {
        camera.close();
      }
    } catch (CameraException e) {
      return List.of(problem(e.reason(), e.remedy().orElse(remedy())));
    } catch (UserException e) {
      return List.of(problem(e, remedy()));
    }
  }

  /** What it is decoded from, by what, and what would cost less. */
  private List<Finding> stream(Camera camera) throws IOException, InterruptedException {
    if (camera.decoder().name().isEmpty()) {
      return List.of();
    }
    DecoderAdvice decoders = new DecoderAdvice(tools.gstreamer);
    DecoderAdvice.Advice used = decoders.of(camera.decoder(), settings.shape().decoder());
    List<Finding> findings = new ArrayList<>();
    findings.add(used.remedy().isEmpty() ? ok(used.what()) : note(used.what(), used.remedy()));
    if (Cameras.isLive(settings)) {
      decoders
          .ofVersion(camera.decoder(), camera.stream())
          .ifPresent(advice -> findings.add(note(advice.what(), advice.remedy())));
    }
    new StreamAdvice(settings, tools.input.maxWidth(), tools.input.maxHeight())
        .of(camera.stream(), camera.decoder())
        .ifPresent(advice -> findings.add(note(advice.what(), advice.remedy())));
    return findings;
  }

  private String remedy() {
    Source source = settings.source();
    return source instanceof Source.V4l2 || source instanceof Source.Libcamera
        ? VideoDevice.LOOK_AT_CABLE
        : source instanceof Source.Rtsp || source instanceof Source.Http
            ? LOOK_AT_NETWORK
            : "look at cameras." + settings.name() + " in the configuration";
  }
}
