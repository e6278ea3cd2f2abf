package io.pipit.camera;

import io.pipit.scene.CameraState;
import io.pipit.scene.CameraState.Status;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The states of one camera: ok, stale, reconnecting, failed. What happens to the camera goes in;
 * each change comes out, told in order while this object's monitor is held. Reads no clock. The
 * camera's thread calls it, {@link #silent} another one.
 */
final class Condition {
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
  Condition(String camera, Backoff backoff, Consumer<CameraState> changes) {
    this.camera = camera;
    this.backoff = backoff;
    this.changes = changes;
  }

  synchronized void opened() {
    open = true;
  }

  /** A good picture has come: the next failure is a first one. */
  synchronized void frame() {
    if (status != Status.OK) {
      backoff.reset();
      become(Status.OK, "", 0, Duration.ZERO);
    }
  }

  /** No picture has come for so long; means nothing unless the camera is open. */
  synchronized void silent(Duration time) {
    if (open && status != Status.STALE) {
      String reason = "no picture for " + Seconds.show(time);
      become(Status.STALE, reason, backoff.failures(), Duration.ZERO);
    }
  }

  /** It is to be opened again after the time that is returned. */
  synchronized Duration failed(String reason) {
    Duration delay = backoff.next();
    become(Status.RECONNECTING, reason, backoff.failures(), delay);
    return delay;
  }

  /** It has failed in a way that no waiting can mend. */
  synchronized void gaveUp(String reason) {
    become(Status.FAILED, reason, backoff.failures() + 1, Duration.ZERO);
  }

  /** A finite source has shown its last picture. */
  synchronized void ended() {
    become(Status.FAILED, "ended", 0, Duration.ZERO);
  }

  private void become(Status now, String reason, int attempt, Duration nextTry) {
    status = now;
    open &= now == Status.OK || now == Status.STALE;
    changes.accept(new CameraState(camera, now, reason, attempt, nextTry.toMillis() / 1000.0));
  }
}
