package io.pipit.camera;

import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The states of one camera: ok, stale, reconnecting, failed. What happens to the camera goes in;
 * each change comes out, in order. Reads no clock. For one thread at a time.
 */
final class CameraStateMachine {
  private final String camera;
  private final Backoff backoff;
  private final Consumer<CameraState> changes;
  private Status status = Status.RECONNECTING;
  private boolean open;

  /**
   * A camera that was never opened.
   *
   * @param changes must not block
   */
  CameraStateMachine(String camera, Backoff backoff, Consumer<CameraState> changes) {
    this.camera = camera;
    this.backoff = backoff;
    this.changes = changes;
  }

  void opened() {
    open = true;
  }

  /** A good frame has come: the next failure is a first one. */
  void frame() {
    if (status != Status.OK) {
      backoff.reset();
      become(Status.OK, "", 0, Duration.ZERO);
    }
  }

  /** No frame has come for so long; means nothing unless the camera is open. */
  void silent(Duration time) {
    if (open && status != Status.STALE) {
      String reason = "no frame for " + Seconds.show(time);
      become(Status.STALE, reason, backoff.failures(), Duration.ZERO);
    }
  }

  /**
   * It is to be opened again after the time that is returned.
   *
   * @param persistent whether trying again soon is of no use
   */
  Duration failed(String reason, boolean persistent) {
    Duration delay = persistent ? backoff.max() : backoff.next();
    become(Status.RECONNECTING, reason, backoff.failures(), delay);
    return delay;
  }

  /** It has failed in a way that no waiting can repair. */
  void gaveUp(String reason) {
    become(Status.FAILED, reason, backoff.failures() + 1, Duration.ZERO);
  }

  /** A finite source has shown its last frame. */
  void ended() {
    become(Status.FAILED, "ended", 0, Duration.ZERO);
  }

  private void become(Status now, String reason, int attempt, Duration nextTry) {
    status = now;
    open &= now == Status.OK || now == Status.STALE;
    changes.accept(new CameraState(camera, now, reason, attempt, nextTry.toMillis() / 1000.0));
  }
}
