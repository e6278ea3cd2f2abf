package io.pipit.camera;

import io.pipit.health.Heartbeat;
import io.pipit.health.Metrics.CameraCounters;
import io.pipit.scene.CameraState;
import io.pipit.scene.CameraState.Status;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Notice.CameraLost;
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
 * Reads one camera on a thread of its own, {@code camera-NAME}, into the mailbox, and opens it
 * again when it has failed. Another thread, {@code camera-NAME-watch}, notices that it is stale.
 */
public final class CameraLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CameraLoop.class);

  /** One is being filled, one waits in the mailbox, one is with the pipeline. */
  private static final int BUFFERS = 3;

  private static final long STOP_SECONDS = 10;

  private final Camera camera;
  private final Mailbox mailbox;
  private final CameraCounters counters;
  private final Consumer<CameraState> states;
  private final Pause pause;
  private final Limits limits;
  private final Heartbeat heartbeat;
  private final Condition condition;
  private final Outage outage;
  private final FrozenPicture frozen;
  private final Watchdog watch;
  private final CameraLog log;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final BlockingQueue<Slot> free = new ArrayBlockingQueue<>(BUFFERS);

  /** Number of the next frame; owned by the camera's thread, as is {@link #last}. */
  private long number;

  private @Nullable Layout last;

  /** Whether the pipeline knows frames that no loss has followed; guarded by the condition. */
  private boolean shown;

  /**
   * What is expected of a camera while it is open; 0: nothing.
   *
   * @param stale it is stale without a picture for so long
   * @param frozen it has failed when its pictures are equal for so long
   * @param patience opening it, and one picture, take less, whatever is wrong with it
   * @param reset its device is reset when it is away for so long; null: never
   */
  public record Limits(
      Duration stale, Duration frozen, Duration patience, @Nullable Duration reset) {}

  /** How the loop waits before it tries again. */
  interface Pause {
    void await(Duration delay) throws InterruptedException;
  }

  /** A buffer and what gives it back, made once. */
  private final class Slot {
    final FrameBuffer buffer = new FrameBuffer();
    final Runnable release = () -> free.add(this);
  }

  /**
   * A loop that is not yet started.
   *
   * @param heartbeat beats while the camera is read or opened again
   * @param states is told whenever the camera's state changes, in order, on any thread; must not
   *     block
   */
  public CameraLoop(
      Camera camera,
      Limits limits,
      Mailbox mailbox,
      CameraCounters counters,
      Heartbeat heartbeat,
      Consumer<CameraState> states) {
    this(
        camera,
        limits,
        mailbox,
        counters,
        heartbeat,
        states,
        null,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  CameraLoop(
      Camera camera,
      Limits limits,
      Mailbox mailbox,
      CameraCounters counters,
      Heartbeat heartbeat,
      Consumer<CameraState> states,
      @Nullable Pause pause,
      DoubleSupplier chance) {
    this.camera = camera;
    this.limits = limits;
    this.mailbox = mailbox;
    this.counters = counters;
    this.heartbeat = heartbeat;
    this.states = states;
    this.pause = pause == null ? this::awaitStop : pause;
    String name = "camera-" + camera.name();
    condition = new Condition(camera.name(), new Backoff(chance), this::tell);
    outage = new Outage(limits.reset);
    frozen = new FrozenPicture(limits.frozen);
    watch = new Watchdog(name + "-watch", () -> condition.silent(limits.stale));
    log = new CameraLog(camera.name());
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
          condition.gaveUp(failure.reason());
          break;
        }
        Duration delay = condition.failed(failure.reason());
        heartbeat.beat(delay.plus(limits.patience).toNanos());
        mend(failure);
        pause.await(delay);
        counters.reopened.increment();
      }
    } catch (InterruptedException e) {
      LOG.debug("[camera {}] stopped", camera.name());
    } finally {
      watch.close();
      heartbeat.done();
    }
  }

  /** Does more than opening it again, when that has not helped for long. */
  private void mend(CameraException failure) throws InterruptedException {
    if (outage.failed(failure.isAway(), System.nanoTime()) && camera.reset()) {
      LOG.warn("[camera {}] its USB device was reset", camera.name());
      counters.usbResets.increment();
    }
  }

  /** From opening to failure; null when the camera has ended or is to stop. */
  private @Nullable CameraException session() throws InterruptedException {
    try {
      heartbeat.beat(limits.patience.toNanos());
      camera.open();
      condition.opened();
      if (outage.opened()) {
        LOG.info("[camera {}] its device is there again", camera.name());
        counters.foundAgain.increment();
      }
      frozen.reset();
      if (readAll()) {
        condition.ended();
      }
      return null;
    } catch (CameraException e) {
      return e;
    } catch (RuntimeException | Error e) { // whatever it is, the camera is tried again
      LOG.error("[camera {}] a defect of Pipit", camera.name(), e);
      return new CameraException("internal error: " + e, e);
    } finally {
      watch.rest();
      camera.close();
    }
  }

  /** Reads until the source ends (true) or the loop is to stop (false). */
  private boolean readAll() throws CameraException, InterruptedException {
    boolean first = true;
    while (!stopping()) {
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
      watch.set(limits.stale.toNanos());
    }
    Layout layout = camera.read(buffer);
    heartbeat.beat(limits.patience.toNanos());
    watch.rest();
    if (layout != null && frozen.see(buffer.pixels(), layout, buffer.arrived().monoNanos())) {
      throw new CameraException("its picture has not changed for " + Seconds.show(limits.frozen));
    }
    return layout;
  }

  private void deliver(Slot slot, Layout layout, boolean first) {
    counters.captured.increment();
    FrameBuffer buffer = slot.buffer;
    FrameTime time = buffer.arrived();
    long nanos = System.nanoTime() - time.monoNanos();
    Frame frame =
        new Frame(camera.name(), number++, time, layout, buffer.pixels(), nanos, slot.release);
    synchronized (condition) { // no loss comes between the state and its frame
      checkSize(layout, time, first);
      condition.frame();
      outage.over();
      shown = true;
      mailbox.offer(frame);
    }
  }

  /** What was seen in a picture of another size has nothing to do with what comes now. */
  private void checkSize(Layout layout, FrameTime time, boolean first) {
    Layout before = last;
    if (layout.equals(before)) {
      return;
    }
    last = layout;
    if (first) {
      log.size(before, layout);
    }
    lose(time);
  }

  /** Ends what the pipeline knows of the camera; called with the condition's monitor held. */
  private void lose(FrameTime time) {
    if (shown) {
      shown = false;
      mailbox.post(new CameraLost(camera.name(), time));
    }
  }

  /** Called with the condition's monitor held. */
  private void tell(CameraState state) {
    if (stopping()) {
      return;
    }
    log.state(state);
    counters.status = state.status();
    if (state.status() != Status.OK) {
      lose(FrameTime.now());
    }
    states.accept(state);
  }

  /** Stops the camera and waits for its thread; frames already delivered stay valid. */
  @Override
  public void close() {
    stop.countDown();
    thread.interrupt();
    watch.close();
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
