package io.pipit.camera;

import io.pipit.event.CameraState;
import io.pipit.metrics.Metrics.CameraCounters;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import io.pipit.scene.FrameTime;
import io.pipit.supervise.Heartbeat;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one camera on a thread of its own, {@code camera-NAME}, into the pipeline's inbox, and
 * opens it again when it has failed. Another thread, {@code camera-NAME-watch}, notices that it is
 * stale.
 */
public final class CameraLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CameraLoop.class);

  /**
   * One is being filled, one waits in the inbox, one is with the pipeline. A fourth frame can be
   * under way only after a loss, when the last frame before it and one after it wait: then {@link
   * #readAll} waits for the pipeline to go on.
   */
  private static final int BUFFERS = 3;

  private static final long STOP_SECONDS = 10;

  private final Camera camera;
  private final CameraCounters counters;
  private final Pause pause;
  private final Limits limits;
  private final Heartbeat heartbeat;
  private final CameraFeed feed;
  private final Outage outage;
  private final FrozenFrameDetector frozen;
  private final Timeout staleTimeout;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final BlockingQueue<Slot> free = new ArrayBlockingQueue<>(BUFFERS);

  /** Number of the next frame; owned by the camera's thread. */
  private long number;

  /**
   * What is expected of a camera while it is open; 0: nothing.
   *
   * @param stale it is stale when it gives no frame for so long
   * @param frozen it has failed when its frames do not change for so long
   * @param patience opening it, and reading one frame, take less than this, even when they fail
   * @param reset its device is reset when it gives no frame for so long; null: never
   */
  public record Limits(
      Duration stale, Duration frozen, Duration patience, @Nullable Duration reset) {}

  /** How the loop waits before it opens the camera again. */
  interface Pause {
    void await(Duration delay) throws InterruptedException;
  }

  /** A buffer, and what gives it back when its frame is closed; both are made once. */
  private final class Slot {
    final FrameBuffer buffer = new FrameBuffer();
    final Runnable release = () -> free.add(this);
  }

  /**
   * A loop that is not yet started.
   *
   * @param heartbeat beats while the camera is read or opened again
   * @param states is notified whenever the camera's state changes, in order, on any thread; must
   *     not block
   */
  public CameraLoop(
      Camera camera,
      Limits limits,
      FrameSink sink,
      CameraCounters counters,
      Heartbeat heartbeat,
      Consumer<CameraState> states) {
    this(
        camera,
        limits,
        sink,
        counters,
        heartbeat,
        states,
        null,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  CameraLoop(
      Camera camera,
      Limits limits,
      FrameSink sink,
      CameraCounters counters,
      Heartbeat heartbeat,
      Consumer<CameraState> states,
      @Nullable Pause pause,
      DoubleSupplier chance) {
    this.camera = camera;
    this.limits = limits;
    this.counters = counters;
    this.heartbeat = heartbeat;
    this.pause = pause == null ? this::awaitStop : pause;
    String name = "camera-" + camera.name();
    feed = new CameraFeed(camera.name(), sink, counters, states, chance);
    outage = new Outage(limits.reset);
    frozen = new FrozenFrameDetector(limits.frozen);
    staleTimeout = new Timeout(name + "-watch", () -> feed.silent(limits.stale));
    thread = new Thread(this::run, name);
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new Slot());
    }
  }

  public void start() {
    thread.start();
  }

  /** Buffers that nobody holds. */
  int freeBuffers() {
    return free.size();
  }

  private void awaitStop(Duration delay) throws InterruptedException {
    boolean stopped = stop.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    LOG.trace("[camera {}] pause over, stopped: {}", camera.name(), stopped);
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private void run() {
    try {
      while (!stopping()) {
        CameraException failure = session();
        if (failure == null || stopping()) {
          break;
        }
        if (failure.isPermanent()) {
          feed.gaveUp(failure.reason());
          break;
        }
        Duration delay = feed.failed(failure.reason(), failure.isPersistent());
        heartbeat.beat(delay.plus(limits.patience).toNanos());
        recover(failure);
        pause.await(delay);
        counters.reopened.increment();
      }
    } catch (InterruptedException e) {
      LOG.debug("[camera {}] stopped", camera.name());
    } finally {
      staleTimeout.close();
      heartbeat.done();
    }
  }

  /** Resets the device when opening it again has not helped for long. */
  private void recover(CameraException failure) throws InterruptedException {
    if (outage.failed(failure.isAway(), System.nanoTime()) && camera.reset()) {
      LOG.warn("[camera {}] its USB device was reset", camera.name());
      counters.usbResets.increment();
    }
  }

  /** Opens the camera and reads it until it fails; null when it has ended or is to stop. */
  private @Nullable CameraException session() throws InterruptedException {
    try {
      heartbeat.beat(limits.patience.toNanos());
      camera.open();
      feed.opened();
      if (outage.opened()) {
        LOG.info("[camera {}] its device is there again", camera.name());
        counters.foundAgain.increment();
      }
      counters.decoder = camera.decoder();
      frozen.reset();
      if (readAll()) {
        feed.ended();
      }
      return null;
    } catch (CameraException e) {
      return e;
    } catch (RuntimeException | Error e) { // whatever it is, the camera is opened again
      LOG.error("[camera {}] internal error (a bug in Pipit; please report it)", camera.name(), e);
      return new CameraException("internal error: " + e, e);
    } finally {
      counters.decoder = camera.decoder();
      staleTimeout.disarm();
      camera.close();
    }
  }

  /** Reads until the source ends (true) or the loop is to stop (false). */
  private boolean readAll() throws CameraException, InterruptedException {
    boolean first = true;
    while (!stopping()) {
      // Each frame that was delivered is closed: replaced by a newer one, at the end of the
      // pipeline,
      // or by a closed inbox. Only a pipeline that hangs keeps its frame, and then systemd's
      // watchdog
      // ends the process; close() interrupts this wait.
      Slot slot = free.take();
      Layout layout = null;
      try {
        layout = read(slot.buffer);
      } finally {
        if (layout == null) {
          free.add(slot);
        }
      }
      if (layout == null) {
        return true;
      }
      deliver(slot, layout, first);
      first = false;
    }
    return false;
  }

  private @Nullable Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    if (!limits.stale.isZero()) {
      staleTimeout.arm(limits.stale.toNanos());
    }
    Layout layout = camera.read(buffer);
    heartbeat.beat(limits.patience.toNanos());
    staleTimeout.disarm();
    if (layout != null && frozen.isFrozen(buffer.pixels(), layout, buffer.begun())) {
      throw new CameraException("its frames have not changed for " + Seconds.show(limits.frozen));
    }
    return layout;
  }

  private void deliver(Slot slot, Layout layout, boolean first) {
    counters.captured.increment();
    FrameBuffer buffer = slot.buffer;
    FrameTime time = buffer.captured();
    long nanos = System.nanoTime() - buffer.begun();
    counters.dropped.add(buffer.skipped());
    feed.frame(
        new Frame(camera.name(), number++, time, layout, buffer.pixels(), nanos, slot.release),
        first);
    outage.over();
  }

  /** Stops the camera and waits for its thread; frames already delivered stay valid. */
  @Override
  public void close() {
    stop.countDown();
    feed.stop();
    thread.interrupt();
    staleTimeout.close();
    camera.close();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.error("[camera {}] does not stop", camera.name());
    }
  }
}
