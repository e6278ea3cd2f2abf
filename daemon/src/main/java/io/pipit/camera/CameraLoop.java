package io.pipit.camera;

import io.pipit.health.Metrics.CameraCounters;
import io.pipit.scene.CameraState;
import io.pipit.scene.CameraState.Status;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one camera on a thread of its own, {@code camera-NAME}, into the mailbox, and opens it
 * again when it has failed.
 */
public final class CameraLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CameraLoop.class);

  /** One is being filled, one waits in the mailbox, one is with the pipeline. */
  private static final int BUFFERS = 3;

  private static final long FIRST_DELAY_SECONDS = 1;
  private static final long LONGEST_DELAY_SECONDS = 60;

  /** A camera that held for so long has recovered: its next failure is a first one. */
  private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long STOP_SECONDS = 10;

  private final Camera camera;
  private final Mailbox mailbox;
  private final CameraCounters counters;
  private final Consumer<CameraState> states;
  private final Pause pause;
  private final LongSupplier nanoTime;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final BlockingQueue<Slot> free = new ArrayBlockingQueue<>(BUFFERS);

  /** Number of the next frame; owned by the camera's thread. */
  private long number;

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
   * @param states is told on the camera's thread whenever the camera's state changes
   */
  public CameraLoop(
      Camera camera, Mailbox mailbox, CameraCounters counters, Consumer<CameraState> states) {
    this(camera, mailbox, counters, states, null, System::nanoTime);
  }

  CameraLoop(
      Camera camera,
      Mailbox mailbox,
      CameraCounters counters,
      Consumer<CameraState> states,
      @Nullable Pause pause,
      LongSupplier nanoTime) {
    this.camera = camera;
    this.mailbox = mailbox;
    this.counters = counters;
    this.states = states;
    this.pause = pause == null ? this::awaitStop : pause;
    this.nanoTime = nanoTime;
    thread = new Thread(this::run, "camera-" + camera.name());
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
      int attempt = 0;
      while (!stopping()) {
        long opened = nanoTime.getAsLong();
        CameraException failure = session();
        if (failure == null || stopping()) {
          break;
        }
        boolean held = nanoTime.getAsLong() - opened >= STEADY_NANOS;
        attempt = held ? 1 : attempt + 1;
        if (failure.isPermanent()) {
          report(Status.FAILED, failure.reason(), attempt, 0);
          break;
        }
        long delay = delaySeconds(attempt);
        report(Status.RECONNECTING, failure.reason(), attempt, delay);
        pause.await(Duration.ofSeconds(delay));
        counters.restarts.increment();
      }
    } catch (InterruptedException e) {
      LOG.debug("[camera {}] stopped", camera.name());
    }
  }

  /** From opening to failure; null when the camera has ended or is to stop. */
  private @Nullable CameraException session() throws InterruptedException {
    try {
      camera.open();
      if (readAll()) {
        report(Status.FAILED, "ended", 0, 0);
      }
      return null;
    } catch (CameraException e) {
      return e;
    } catch (RuntimeException | Error e) { // whatever it is, the camera is tried again
      LOG.error("[camera {}] a defect of Pipit", camera.name(), e);
      return new CameraException("internal error: " + e, e);
    } finally {
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
        layout = camera.read(slot.buffer);
      } finally {
        if (layout == null) {
          free.add(slot);
        }
      }
      if (layout == null) {
        return true;
      }
      if (first) {
        states.accept(CameraState.ok(camera.name()));
        first = false;
      }
      deliver(slot, layout);
    }
    return false;
  }

  private void deliver(Slot slot, Layout layout) {
    counters.captured.increment();
    FrameBuffer buffer = slot.buffer;
    long nanos = System.nanoTime() - buffer.arrived().monoNanos();
    mailbox.offer(
        new Frame(
            camera.name(),
            number++,
            buffer.arrived(),
            layout,
            buffer.pixels(),
            nanos,
            slot.release));
  }

  private void report(Status status, String reason, int attempt, long delay) {
    if (status == Status.FAILED) {
      LOG.warn("[camera {}] {}; it is not opened again", camera.name(), reason);
    } else {
      LOG.warn("[camera {}] {}; opened again in {} s", camera.name(), reason, delay);
    }
    states.accept(new CameraState(camera.name(), status, reason, attempt, delay));
  }

  /** Seconds to wait after so many failures in a row: 1, 2, 4 and so on to 60. */
  static long delaySeconds(int attempt) {
    long doubled = FIRST_DELAY_SECONDS << Math.min(attempt - 1, 10);
    return Math.min(doubled, LONGEST_DELAY_SECONDS);
  }

  /** Stops the camera and waits for its thread; frames already delivered stay valid. */
  @Override
  public void close() {
    stop.countDown();
    thread.interrupt();
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
