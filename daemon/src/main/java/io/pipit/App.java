package io.pipit;

import io.pipit.actuate.Actuators;
import io.pipit.actuate.SafeFile;
import io.pipit.camera.CameraLoop;
import io.pipit.camera.Cameras;
import io.pipit.camera.FrameSink;
import io.pipit.config.CameraSettings;
import io.pipit.config.Labels;
import io.pipit.config.ModelSettings;
import io.pipit.config.Settings;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.errors.ExitCode;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.event.EventListener;
import io.pipit.metrics.HealthSampler;
import io.pipit.metrics.Metrics;
import io.pipit.metrics.StageClock;
import io.pipit.net.NetLoop;
import io.pipit.pipeline.Inbox;
import io.pipit.pipeline.Pipeline;
import io.pipit.pipeline.PipelineLoop;
import io.pipit.publish.EventListeners;
import io.pipit.publish.EventStream;
import io.pipit.publish.MessageClock;
import io.pipit.publish.NodeInfo;
import io.pipit.publish.socket.SocketServer;
import io.pipit.supervise.Heartbeats;
import io.pipit.supervise.RecoveryMemory;
import io.pipit.supervise.Supervisor;
import io.pipit.system.Systemd;
import io.pipit.util.Closer;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: builds every part in the order a frame meets them and closes them in reverse.
 *
 * <table>
 * <caption>Threads</caption>
 * <tr><th>thread</th><th>owns</th><th>must never</th></tr>
 * <tr><td>camera-NAME, one each</td><td>the child process and its pipe, opening it again</td>
 *     <td>decode, detect, wait for the pipeline</td></tr>
 * <tr><td>camera-NAME-watch, -watchdog, -messages</td><td>a limit to a wait for the camera; its
 *     child's messages</td><td>touch a picture</td></tr>
 * <tr><td>pipeline</td><td>model, input tensors, trackers, track lifecycle</td>
 *     <td>touch a socket, a file or a pin</td></tr>
 * <tr><td>libtorch's workers</td><td>nothing of Java's; processors less one by default</td>
 *     <td></td></tr>
 * <tr><td>net</td><td>all channels, message numbers, the state behind snapshots</td>
 *     <td>run a model, read a file, block</td></tr>
 * <tr><td>gpio, only with outputs or inputs</td><td>pins, pulse and debounce timers; libraries' own
 *     threads only tell it of edges</td><td>be called except by handing over</td></tr>
 * <tr><td>health</td><td>the sensors</td><td>touch a socket</td></tr>
 * <tr><td>supervisor</td><td>systemd's watchdog, the recovery ladder and its file</td>
 *     <td>wait for another thread</td></tr>
 * </table>
 */
public final class App implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  private final Closer parts = new Closer();
  private final AtomicInteger camerasLeft;
  private final AtomicBoolean someFailed = new AtomicBoolean();
  private final CompletableFuture<ExitCode> end;
  private final InetSocketAddress socketAddress;

  /**
   * Starts the daemon: when this returns, the model has passed its self-test, clients can connect
   * and the cameras are being opened.
   *
   * @param version Pipit's, for the clients
   * @param environment of the process: what systemd gives to a service
   * @param end when to end and how; completed by the daemon itself, or by whoever wants it to end.
   *     A start in which that happens goes no further.
   * @throws io.pipit.errors.UserException when it can't start; nothing is left running
   * @throws CancellationException when it was told to end while it started; likewise
   */
  public App(
      Settings settings,
      String version,
      Map<String, String> environment,
      CompletableFuture<ExitCode> end) {
    this.end = end;
    List<String> names = settings.cameras().stream().map(CameraSettings::name).toList();
    camerasLeft = new AtomicInteger(names.size());
    try {
      settings.cameras().forEach(Cameras::check);
      Metrics metrics = new Metrics(names);
      Heartbeats heartbeats = new Heartbeats(settings.watchdog().budget());
      StageClock clock = new StageClock();
      LoadedDetector loaded = Detectors.open(settings.model(), settings.minScore(), clock);
      parts.add(loaded.detector());
      checkNotEnded();
      Labels.check(
          settings.cameras(), settings.rules(), loaded.model().name(), loaded.model().classes());
      LOG.info(
          "[model] {} ({}) on engine {}, {} threads, {}, self-test passed",
          loaded.model().name(),
          loaded.model().precision(),
          loaded.engine(),
          loaded.threads(),
          loaded.input().describe());

      NetLoop net = parts.add(new NetLoop());
      NodeInfo node =
          NodeInfo.start(settings.node(), version, loaded.model(), names, settings.zoneNames());
      EventStream stream =
          new EventStream(net.loop(), node, new MessageClock(), heartbeats.of("output"));
      RecoveryMemory memory = parts.add(new RecoveryMemory(environment, metrics));
      Systemd systemd = parts.add(new Systemd(environment, net.loop()));
      Supervisor supervisor =
          new Supervisor(settings, live(settings), heartbeats, systemd, memory, this::noteRestart);
      parts.add(supervisor);
      EventListener events = new EventListeners(List.of(stream, supervisor));
      SocketServer socket = parts.add(new SocketServer(settings.socket(), net, node, stream));
      socketAddress = socket.address();
      parts.add(
          new HealthSampler(metrics, names, memory::counts, settings.healthInterval(), events::on));

      Inbox inbox = parts.add(new Inbox(names, metrics));
      checkNotEnded();
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
      Pipeline pipeline =
          Pipeline.assemble(
              settings,
              ZoneId.systemDefault(),
              loaded,
              events,
              actuators,
              List.of(),
              metrics,
              clock);
      checkNotEnded();
      parts.add(new PipelineLoop(inbox, pipeline, heartbeats, this::noteDeath)).start();
      for (CameraSettings camera : settings.cameras()) {
        startCamera(camera, loaded.input(), settings, inbox, metrics, heartbeats, events);
      }
      supervisor.start();
      parts.add(actuators::stop); // the first to be closed: outputs are safe before the rest ends
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  /** Where clients connect. */
  public InetSocketAddress socketAddress() {
    return socketAddress;
  }

  /**
   * Waits until it is told to end, or there is nothing more to do, or not in this process.
   *
   * @return what it was told; OK when every camera has ended, UNAVAILABLE when some have failed for
   *     good instead, RESTART when a new process may do better
   * @throws IllegalStateException when nothing is detected any more: the process must end, to be
   *     started anew
   */
  public ExitCode awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    parts.close();
  }

  /** The slow steps of a start are not begun when it is to end alloaded. */
  private void checkNotEnded() {
    if (end.isDone()) {
      throw new CancellationException("told to end while it started");
    }
  }

  private void startCamera(
      CameraSettings camera,
      ModelSettings.Input input,
      Settings settings,
      FrameSink frames,
      Metrics metrics,
      Heartbeats heartbeats,
      EventListener events) {
    CameraLoop loop =
        new CameraLoop(
            Cameras.create(camera, input.maxWidth(), input.maxHeight(), true),
            Cameras.limits(camera, settings.recovery()),
            frames,
            metrics.camera(camera.name()),
            heartbeats.of("camera " + camera.name()),
            state -> {
              events.on(state);
              noteEnd(state);
            });
    parts.add(loop).start();
  }

  private void noteEnd(CameraState state) {
    if (state.status() != Status.FAILED) {
      return;
    }
    if (state.attempt() > 0) { // one that has just ended has made none
      someFailed.set(true);
    }
    if (camerasLeft.decrementAndGet() == 0) {
      end.complete(someFailed.get() ? ExitCode.UNAVAILABLE : ExitCode.OK);
    }
  }

  private void noteRestart() {
    end.complete(ExitCode.RESTART);
  }

  private static Set<String> live(Settings settings) {
    return settings.cameras().stream()
        .filter(Cameras::isLive)
        .map(CameraSettings::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void noteDeath() {
    end.completeExceptionally(new IllegalStateException("the thread pipeline has died"));
  }

  private void closeAfter(Throwable failure) {
    try {
      parts.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
