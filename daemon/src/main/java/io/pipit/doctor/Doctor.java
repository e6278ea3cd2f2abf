package io.pipit.doctor;

import io.pipit.actuate.PinSurvey;
import io.pipit.board.Board;
import io.pipit.board.BoardSensors;
import io.pipit.board.PortOwners;
import io.pipit.camera.usb.UsbCameras;
import io.pipit.config.CameraSettings;
import io.pipit.config.GpioSettings;
import io.pipit.config.KnownSecrets;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.config.SocketSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Examines a board from its power supply up to the model: in the order in which one would fix
 * problems, for what comes later suffers from what comes first.
 */
public final class Doctor {
  private static final Path INSTALLED = Path.of(SettingsLoader.INSTALLED);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Path root;
  private final List<String> versions;
  private final Instant built;
  private final Programs programs = new ChildPrograms();

  /**
   * Prepares the examination of one board.
   *
   * @param root / except in tests
   * @param versions of Pipit, libtorch and Java
   * @param built when this Pipit was made
   */
  public Doctor(Path root, List<String> versions, Instant built) {
    this.root = root;
    this.versions = List.copyOf(versions);
    this.built = built;
  }

  /**
   * Examines everything.
   *
   * @param file the configuration that it is examined for; null: the installed one, if there is one
   * @param withModel whether the model is loaded, too
   * @param onFinding gets each finding at once
   * @return all findings
   */
  public List<Finding> examine(@Nullable Path file, boolean withModel, Consumer<Finding> onFinding)
      throws InterruptedException {
    return new Examination(onFinding).run(checks(configuration(file), withModel));
  }

  /**
   * Fills a bundle for somebody who helps from afar.
   *
   * @param file as for {@link #examine}
   * @param findings what the examination came to, by the names of files
   */
  public void fill(Bundle bundle, @Nullable Path file, Map<String, String> findings)
      throws IOException, InterruptedException {
    Configuration configuration = configuration(file);
    Map<String, String> texts = new LinkedHashMap<>(findings);
    texts.putAll(new Records(new Board(root), programs, versions).of(configuration));
    KnownSecrets secrets =
        configuration.loaded().map(SettingsLoader.Loaded::secrets).orElse(KnownSecrets.NONE);
    texts.replaceAll((name, text) -> secrets.mask(text));
    bundle.write(texts);
  }

  private Configuration configuration(@Nullable Path file) {
    return Configuration.read(file, root.resolve(INSTALLED.toString().substring(1)));
  }

  private List<Check> checks(Configuration configuration, boolean withModel) {
    Board board = new Board(root);
    BoardSensors sensors = new BoardSensors(root);
    UsbCameras devices = new UsbCameras(root);
    VideoTool video = new VideoTool(programs);
    PortOwners owners = new PortOwners(board);
    Optional<Settings> settings = configuration.settings();
    SocketSettings socket = settings.map(Settings::socket).orElseGet(Doctor::shippedSocket);
    Optional<RunningPipit> running = RunningPipit.ask(socket.host(), socket.port(), ANSWER);
    GpioSettings gpio = settings.map(Settings::gpio).orElse(GpioSettings.NONE);

    List<Check> checks = new ArrayList<>();
    checks.add(new VersionsCheck(board, versions));
    checks.add(new InstallationCheck(programs));
    checks.add(new PowerCheck(board, sensors, programs));
    checks.add(new TemperatureCheck(sensors));
    checks.add(new DiskCheck(board, programs));
    checks.add(new MemoryCheck(board, running.isPresent()));
    checks.add(new ClockCheck(board, sensors, programs, InstantSource.system(), built));
    checks.add(configuration.check());
    checks.add(new PermissionCheck(board, configuration));
    checks.add(new VideoDevicesCheck(board, devices, video, owners));
    CameraCheck.Tools tools =
        new CameraCheck.Tools(
            board,
            devices,
            new StableDeviceNames(board),
            video,
            owners,
            new Gstreamer(programs),
            configuration.input());
    for (CameraSettings camera : settings.map(Settings::cameras).orElse(List.of())) {
      checks.add(new CameraCheck(camera, tools, running));
    }
    checks.add(new PinsCheck(() -> PinSurvey.of(board.path("/dev")), gpio, running));
    checks.add(new PortCheck("socket.listen", socket.host(), socket.port(), running, owners));
    checks.add(new UnitCheck(board, programs));
    if (withModel) {
      checks.add(modelCheck(settings, running.isPresent()));
    }
    return checks;
  }

  /** Without a configuration, of the installed model alone. */
  private static ModelCheck modelCheck(Optional<Settings> settings, boolean beside) {
    return settings.isPresent()
        ? new ModelCheck(settings.get().model(), settings.get().cameras(), beside)
        : new ModelCheck(SettingsLoader.shipped().model(), List.of(), beside);
  }

  private static SocketSettings shippedSocket() {
    return SettingsLoader.shipped().socket();
  }
}
