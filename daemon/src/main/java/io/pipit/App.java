package io.pipit;

import io.pipit.actuate.Actuators;
import io.pipit.actuate.SafeFile;
import io.pipit.camera.CameraLoops;
import io.pipit.camera.Cameras;
import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.control.ControlServer;
import io.pipit.control.ExplainControl;
import io.pipit.control.LogLevelControl;
import io.pipit.control.OutputControl;
import io.pipit.control.ReloadControl;
import io.pipit.control.SnapshotControl;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.event.EventListener;
import io.pipit.explain.ExplanationFeed;
import io.pipit.metrics.HealthSampler;
import io.pipit.metrics.Metrics;
import io.pipit.metrics.StageClock;
import io.pipit.net.NetLoop;
import io.pipit.pipeline.Inbox;
import io.pipit.pipeline.Pipeline;
import io.pipit.pipeline.PipelineLoop;
import io.pipit.preview.EventSnapshots;
import io.pipit.preview.FrameCopies;
import io.pipit.publish.EventListeners;
import io.pipit.publish.EventLog;
import io.pipit.publish.EventStream;
import io.pipit.publish.MessageClock;
import io.pipit.publish.NodeInfo;
import io.pipit.publish.socket.SocketServer;
import io.pipit.rule.WallClock;
import io.pipit.supervise.Heartbeats;
import io.pipit.supervise.RecoveryMemory;
import io.pipit.supervise.Supervisor;
import io.pipit.system.Systemd;
import io.pipit.util.Closer;
import io.pipit.util.Platform;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: builds every part after those that it needs, then starts them, and closes them in
 * reverse. The place to see who knows whom.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>owns</th><th>must never</th></tr>
 * <tr><td>camera-NAME, one each</td><td>the child process and its pipe, opening it again</td>
 *     <td>decode, detect, wait for the pipeline</td></tr>
 * <tr><td>camera-NAME-watch, -watchdog, -messages</td><td>a limit to a wait for the camera; its
 *     child's messages</td><td>touch a frame</td></tr>
 * <tr><td>pipeline</td><td>model, input tensors, trackers, track lifecycle</td>
 *     <td>touch a socket, a file or a pin</td></tr>
 * <tr><td>libtorch's workers</td><td>nothing of Java's; processors less one by default</td>
 *     <td></td></tr>
 * <tr><td>net</td><td>all channels, message numbers, the state behind snapshots</td>
 *     <td>run a model, read a file, block</td></tr>
 * <tr><td>gpio, only with outputs or inputs</td><td>pins, pulse and debounce timers; libraries' own
 *     threads only hand edges over</td><td>be called except by handing over</td></tr>
 * <tr><td>control, control-request</td><td>the control socket; a request each</td>
 *     <td>touch a pin, a frame or a tracker</td></tr>
 * <tr><td>snapshots, only after a rule with an image</td><td>encoding and writing images</td>
 *     <td>be waited for</td></tr>
 * <tr><td>health</td><td>the sensors</td><td>touch a socket</td></tr>
 * <tr><td>supervisor</td><td>systemd's watchdog, recovery and its file</td>
 *     <td>wait for another thread</td></tr>
 * </table>
 */
public final class App implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  private final Closer parts = new Closer();
  private final List<Runnable> starts = new ArrayList<>();
  private final Lifetime lifetime;
  private final SocketServer socket;
  private final Reloader reloader;

  /**
   * Builds the daemon. After that the model has passed its self-test and the outputs are in their
   * safe states, but no camera is opened and no client is served yet.
   *
   * @param configuration reads it again
   * @param version Pipit's, for the clients
   * @param environment of the process: what systemd gives to a service
   * @param lifetime decides when it ends
   * @throws io.pipit.errors.UserException when it can't; nothing is left open
   * @throws java.util.concurrent.CancellationException when it was asked to end meanwhile; nothing
   *     is left open then either
   */
  public App(
      Settings settings,
      Supplier<SettingsLoader.Loaded> configuration,
      String version,
      Map<String, String> environment,
      Lifetime lifetime) {
    this.lifetime = lifetime;
    List<String> names = settings.cameras().stream().map(CameraSettings::name).toList();
    lifetime.cameras(names.size());
    try {
      Cameras.checkAny(settings.cameras());
      Metrics metrics = new Metrics(names);
      Heartbeats heartbeats = new Heartbeats(settings.watchdog().budget());
      StageClock clock = new StageClock();
      LoadedDetector detector =
          Detectors.open(
              settings.model(), settings.minScore(), Cameras.decoded(settings.cameras()), clock);
      parts.add(detector.detector());
      lifetime.checkGoesOn();
      log(detector);

      NetLoop net = parts.add(new NetLoop());
      NodeInfo node =
          NodeInfo.start(settings.node(), version, detector.model(), names, settings.zoneNames());
      EventStream stream =
          new EventStream(net.loop(), node, new MessageClock(), heartbeats.of("publish"));
      RecoveryMemory memory = parts.add(new RecoveryMemory(environment, metrics));
      Systemd systemd = parts.add(new Systemd(environment, net.loop()));
      Supervisor supervisor =
          parts.add(
              new Supervisor(
                  settings, live(settings), heartbeats, systemd, memory, lifetime::restart));
      WallClock wallClock =
          WallClock.ofBoard(
              Platform::timeZone, settings.schedules().waitForClock(), settings.rules());
      EventSnapshots snapshots = parts.add(new EventSnapshots(settings));
      EventListener events =
          new EventListeners(
              List.of(stream, supervisor, lifetime, wallClock, snapshots, new EventLog()));
      socket = parts.add(new SocketServer(settings.socket(), net, node, stream));
      HealthSampler sampler =
          parts.add(
              new HealthSampler(
                  metrics, names, memory::counts, settings.healthInterval(), events::on));

      Inbox inbox = parts.add(new Inbox(names, metrics));
      lifetime.checkGoesOn();
      Actuators actuators =
          parts.add(
              Actuators.open(
                  settings.gpio(),
                  new SafeFile(environment),
                  heartbeats,
                  events::on,
                  input -> {
                    events.on(input);
                    inbox.inputChanged(input);
                  }));
      FrameCopies frames = new FrameCopies();
      ExplanationFeed explanations = new ExplanationFeed();
      Pipeline pipeline =
          Pipeline.assemble(
              settings,
              wallClock,
              detector,
              events,
              actuators,
              List.of(frames, snapshots, explanations),
              metrics,
              clock);
      explanations.from(pipeline);
      PipelineLoop loop =
          parts.add(new PipelineLoop(inbox, pipeline, heartbeats, () -> lifetime.died("pipeline")));
      starts.addAll(List.of(socket::start, sampler::start, loop::start));
      CameraLoops loops =
          parts.add(
              new CameraLoops(
                  settings.cameras(),
                  detector.input().maxWidth(),
                  detector.input().maxHeight(),
                  settings.recovery(),
                  inbox,
                  metrics,
                  heartbeats,
                  events::on));
      starts.add(loops::start);
      reloader =
          new Reloader(settings, configuration, actuators, inbox, loops, node, snapshots, events);
      ControlServer control =
          parts.add(
              new ControlServer(
                  environment,
                  List.of(
                      new SnapshotControl(reloader::settings, frames),
                      new ExplainControl(reloader::settings, explanations),
                      new ReloadControl(reloader),
                      new OutputControl(actuators),
                      new LogLevelControl())));
      starts.add(control::start);
      starts.add(supervisor::start);
      parts.add(actuators::stop); // the first to be closed: outputs are safe before the rest ends
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  /**
   * Starts all of it: when this returns, clients can connect and the cameras are being opened.
   *
   * @throws io.pipit.errors.UserException when it can't; nothing is left running
   * @throws java.util.concurrent.CancellationException when it was asked to end meanwhile; nothing
   *     is left running then either
   */
  public void start() {
    try {
      lifetime.checkGoesOn();
      starts.forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  /** Where clients connect; after the start. */
  public InetSocketAddress socketAddress() {
    return socket.address();
  }

  /**
   * Reads the configuration again, on any thread; what is wrong with it is logged.
   *
   * @param user who asks
   */
  public void reload(String user) {
    try {
      reloader.reload(user);
    } catch (UserException e) {
      LOG.debug("[config] refused", e);
    }
  }

  /** Waits for the end, as {@link Lifetime#await}. */
  public ExitCode awaitEnd() throws InterruptedException {
    return lifetime.await();
  }

  @Override
  public void close() {
    parts.close();
  }

  private static void log(LoadedDetector detector) {
    LOG.info(
        "[model] {} ({}) on engine {}, {} threads, {}, self-test passed",
        detector.model().name(),
        detector.model().precision(),
        detector.engine(),
        detector.threads(),
        detector.input().describe());
  }

  private static Set<String> live(Settings settings) {
    return settings.cameras().stream()
        .filter(Cameras::isLive)
        .map(CameraSettings::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void closeAfter(Throwable failure) {
    try {
      parts.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
