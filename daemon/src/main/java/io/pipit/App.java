package io.pipit;

import io.pipit.actuate.Actuators;
import io.pipit.camera.Camera;
import io.pipit.camera.CameraLoop;
import io.pipit.camera.Cameras;
import io.pipit.camera.Mailbox;
import io.pipit.config.CameraSettings;
import io.pipit.config.Labels;
import io.pipit.config.ModelSettings;
import io.pipit.config.Settings;
import io.pipit.detect.Detectors;
import io.pipit.health.HealthSampler;
import io.pipit.health.Metrics;
import io.pipit.health.StageClock;
import io.pipit.net.NetLoop;
import io.pipit.pipeline.Pipeline;
import io.pipit.pipeline.PipelineLoop;
import io.pipit.publish.EventStream;
import io.pipit.publish.MessageClock;
import io.pipit.publish.Origin;
import io.pipit.publish.Publisher;
import io.pipit.publish.Publishers;
import io.pipit.publish.socket.SocketServer;
import io.pipit.rule.RuleEngine;
import io.pipit.scene.CameraState;
import io.pipit.scene.CameraState.Status;
import io.pipit.system.Closer;
import io.pipit.track.Filters;
import io.pipit.track.Trackers;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
 * </table>
 */
public final class App implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  private final Closer parts = new Closer();
  private final AtomicInteger camerasLeft;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final InetSocketAddress socketAddress;

  /**
   * Starts the daemon: when this returns, the model has passed its self-test, clients can connect
   * and the cameras are being opened.
   *
   * @param version Pipit's, for the clients
   * @throws io.pipit.fault.UserException when it can't start; nothing is left running
   */
  public App(Settings settings, String version) {
    List<String> names = settings.cameras().stream().map(CameraSettings::name).toList();
    camerasLeft = new AtomicInteger(names.size());
    try {
      settings.cameras().forEach(Cameras::check);
      Metrics metrics = new Metrics(names);
      StageClock clock = new StageClock();
      float leastScore = Filters.leastScore(settings.cameras(), settings.tracker());
      Detectors.Ready ready = Detectors.open(settings.model(), leastScore, clock);
      parts.add(ready.detector());
      Labels.check(
          settings.cameras(), settings.rules(), ready.model().name(), ready.model().classes());
      Filters filters =
          new Filters(settings.cameras(), settings.tracker(), ready.model(), ready.minScore());
      LOG.info(
          "[model] {} ({}) on engine {}, {} threads, self-test passed",
          ready.model().name(),
          ready.model().precision(),
          ready.engine(),
          ready.threads());

      NetLoop net = parts.add(new NetLoop());
      Origin origin =
          Origin.start(settings.node(), version, ready.model(), names, settings.zoneNames());
      EventStream stream = new EventStream(net.loop(), origin, new MessageClock());
      Publisher publisher = parts.add(new Publishers(List.of(stream)));
      SocketServer socket = parts.add(new SocketServer(settings.socket(), net, origin, stream));
      socketAddress = socket.address();
      parts.add(new HealthSampler(metrics, names, settings.healthInterval(), publisher::publish));

      Mailbox mailbox = parts.add(new Mailbox(names, metrics));
      Actuators actuators =
          parts.add(
              Actuators.open(
                  settings.gpio(),
                  publisher::publish,
                  input -> {
                    publisher.publish(input);
                    mailbox.post(input);
                  }));
      Pipeline pipeline =
          new Pipeline(
              ready.detector(),
              filters,
              new Trackers(settings.tracker(), filters),
              new RuleEngine(settings.cameras(), settings.rules(), ZoneId.systemDefault()),
              publisher,
              actuators,
              metrics,
              clock);
      parts.add(new PipelineLoop(mailbox, pipeline, this::noteDeath)).start();
      for (CameraSettings camera : settings.cameras()) {
        startCamera(camera, settings.model().input(), mailbox, metrics, publisher);
      }
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
   * Waits until no camera will ever give a frame again; with a live camera, for ever.
   *
   * @throws IllegalStateException when nothing is detected any more: the process must end, to be
   *     started anew
   */
  public void awaitEndOfCameras() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    parts.close();
  }

  private void startCamera(
      CameraSettings settings,
      ModelSettings.Input input,
      Mailbox mailbox,
      Metrics metrics,
      Publisher publisher) {
    Camera camera = Cameras.create(settings, input.maxWidth(), input.maxHeight(), true);
    CameraLoop loop =
        new CameraLoop(
            camera,
            Cameras.limits(settings),
            mailbox,
            metrics.camera(settings.name()),
            state -> {
              publisher.publish(state);
              noteEnd(state);
            });
    parts.add(loop).start();
  }

  private void noteEnd(CameraState state) {
    if (state.status() == Status.FAILED && camerasLeft.decrementAndGet() == 0) {
      end.complete(null);
    }
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
