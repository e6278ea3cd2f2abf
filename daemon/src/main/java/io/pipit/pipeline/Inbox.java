package io.pipit.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pipit.camera.FrameSink;
import io.pipit.config.Settings;
import io.pipit.event.InputChanged;
import io.pipit.metrics.Metrics;
import io.pipit.pipeline.PipelineInput.BoardInput;
import io.pipit.pipeline.PipelineInput.CameraLost;
import io.pipit.pipeline.PipelineInput.ControlEvent;
import io.pipit.pipeline.PipelineInput.FrameInput;
import io.pipit.pipeline.PipelineInput.Reconfigured;
import io.pipit.pipeline.PipelineInput.Tick;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where frames wait for the pipeline: one slot for each camera. A newer frame replaces one that
 * waits, which is closed and counted: a queue would only add age.
 *
 * <p>Control events are never dropped and go before all frames, except for a frame of the lost
 * camera that waits already: it goes before its camera's loss, so that the last frame of a video
 * counts too. What waits is bounded, for a camera has few buffers and is lost only after it gave a
 * frame.
 */
public final class Inbox implements FrameSink, AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Duration tick;
  private final String[] cameras;
  private final LongAdder[] dropped;

  @GuardedBy("this")
  private final @Nullable Frame[] waiting;

  @GuardedBy("this")
  private final Queue<PipelineInput> first = new ArrayDeque<>();

  @GuardedBy("this")
  private int lastTaken;

  @GuardedBy("this")
  private boolean closed;

  /** An inbox that ticks each second in which nothing comes. */
  public Inbox(List<String> cameras, Metrics metrics) {
    this(cameras, metrics, TICK);
  }

  /**
   * An empty inbox.
   *
   * @param tick when nothing comes for so long, a tick does
   */
  public Inbox(List<String> cameras, Metrics metrics, Duration tick) {
    this.tick = tick;
    this.cameras = cameras.toArray(String[]::new);
    dropped = cameras.stream().map(name -> metrics.camera(name).dropped).toArray(LongAdder[]::new);
    waiting = new Frame[this.cameras.length];
    lastTaken = this.cameras.length - 1;
  }

  /** Puts a frame into its camera's slot; from then on it is the inbox's to close. */
  @Override
  public void offer(Frame frame) {
    Frame old;
    synchronized (this) {
      if (closed) {
        old = frame;
      } else {
        int slot = slotOf(frame.camera());
        old = waiting[slot];
        waiting[slot] = frame;
        if (old != null) {
          dropped[slot].increment();
        }
        notifyAll();
      }
    }
    if (old != null) {
      old.close();
    }
  }

  @Override
  public synchronized void lost(String camera, FrameTime time) {
    int slot = slotOf(camera);
    Frame last = waiting[slot];
    if (last != null && !closed) {
      waiting[slot] = null;
      first.add(new FrameInput(last));
    }
    post(new CameraLost(camera, time));
  }

  /** An input of the board has changed; goes before any frame that is offered from now on. */
  public void inputChanged(InputChanged change) {
    post(new BoardInput(change));
  }

  /**
   * The configuration was read again; it is in force for the next frame.
   *
   * @param reopened outputs that know nothing of the rules that hold
   */
  public void reconfigured(Settings settings, Set<String> reopened) {
    post(new Reconfigured(settings, reopened));
  }

  private synchronized void post(ControlEvent event) {
    if (!closed) {
      first.add(event);
      notifyAll();
    }
  }

  private int slotOf(String camera) {
    for (int i = 0; i < cameras.length; i++) {
      if (cameras[i].equals(camera)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no camera is called " + camera);
  }

  /**
   * Waits for a control event or a frame; cameras take turns. Whoever gets a frame closes it. When
   * nothing comes for a while, a tick does.
   *
   * @return null when the inbox is closed and all control events are delivered
   */
  public synchronized @Nullable PipelineInput take() throws InterruptedException {
    long end = System.nanoTime() + tick.toNanos();
    while (true) {
      PipelineInput input = first.poll();
      if (input != null || closed) {
        return input;
      }
      for (int i = 1; i <= waiting.length; i++) {
        int slot = (lastTaken + i) % waiting.length;
        Frame frame = waiting[slot];
        if (frame != null) {
          waiting[slot] = null;
          lastTaken = slot;
          return new FrameInput(frame);
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return new Tick(FrameTime.now());
      }
      wait(left);
    }
  }

  /**
   * Wakes who waits and closes the frames that wait, except for those before a control event; from
   * any thread.
   */
  @Override
  public void close() {
    @Nullable Frame[] left;
    synchronized (this) {
      closed = true;
      left = waiting.clone();
      Arrays.fill(waiting, null);
      notifyAll();
    }
    for (Frame frame : left) {
      if (frame != null) {
        frame.close();
      }
    }
  }
}
