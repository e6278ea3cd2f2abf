package io.pipit.camera;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.metrics.Metrics.CameraCounters;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import io.pipit.scene.FrameTime;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the program gets of one camera: frames, losses and states, in one order whatever
 * thread they come from.
 */
final class CameraFeed {
  private final String camera;
  private final FrameSink sink;
  private final CameraCounters counters;
  private final Consumer<CameraState> states;
  private final CameraLog log;

  @GuardedBy("this")
  private final CameraStateMachine state;

  @GuardedBy("this")
  private @Nullable Layout last;

  /** Whether the sink got frames that no loss has followed. */
  @GuardedBy("this")
  private boolean shown;

  @GuardedBy("this")
  private boolean stopped;

  /**
   * A camera that was never opened.
   *
   * @param states is notified of each change, in order; must not block
   * @param chance for the back-off, from 0 to 1
   */
  CameraFeed(
      String camera,
      FrameSink sink,
      CameraCounters counters,
      Consumer<CameraState> states,
      DoubleSupplier chance) {
    this.camera = camera;
    this.sink = sink;
    this.counters = counters;
    this.states = states;
    log = new CameraLog(camera);
    state = new CameraStateMachine(camera, new Backoff(chance), this::changed);
  }

  synchronized void opened() {
    state.opened();
  }

  /** No frame has come for so long. */
  synchronized void silent(Duration time) {
    state.silent(time);
  }

  /**
   * It is to be opened again after the time that is returned.
   *
   * @param persistent whether trying again soon is of no use
   */
  synchronized Duration failed(String reason, boolean persistent) {
    return state.failed(reason, persistent);
  }

  /** It has failed in a way that no waiting can repair. */
  synchronized void gaveUp(String reason) {
    state.gaveUp(reason);
  }

  /** A finite source has shown its last frame. */
  synchronized void ended() {
    state.ended();
  }

  /**
   * Hands a frame over.
   *
   * @param first whether it is the first one since the camera was opened
   */
  synchronized void frame(Frame frame, boolean first) {
    checkSize(frame.layout(), frame.time(), first);
    state.frame();
    shown = true;
    sink.offer(frame);
  }

  /** Nothing that happens from now on is published. */
  synchronized void stop() {
    stopped = true;
  }

  /** What was seen in a frame of another size has nothing to do with what comes now. */
  @GuardedBy("this")
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

  @GuardedBy("this")
  private void lose(FrameTime time) {
    if (shown) {
      shown = false;
      sink.lost(camera, time);
    }
  }

  @SuppressWarnings("GuardedBy") // the state machine calls it, and only this object calls that
  private void changed(CameraState now) {
    if (stopped) {
      return;
    }
    log.state(now);
    counters.status = now.status();
    if (now.status() != Status.OK) {
      lose(FrameTime.now());
    }
    states.accept(now);
  }
}
