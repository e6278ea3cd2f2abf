package io.pipit.event;

import org.jspecify.annotations.Nullable;

/**
 * How a camera fares.
 *
 * @param camera its name
 * @param status what state it is in
 * @param reason why, for a person; empty when all is well
 * @param attempt consecutive failed attempts
 * @param nextTrySeconds seconds until it is tried again, 0 when none is planned
 */
public record CameraState(
    String camera, Status status, String reason, int attempt, double nextTrySeconds)
    implements Event {
  /** The states of a camera; names in lower case are those of the protocol. */
  public enum Status {
    /** Frames flow. */
    OK,
    /** Opened, but no frame for too long. */
    STALE,
    /** Lost; it is being opened again. */
    RECONNECTING,
    /** Given up: it needs a person, or a finite source has ended. */
    FAILED
  }

  @Override
  public Kind kind() {
    return Kind.CAMERA;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.camera(this);
  }

  @Override
  public @Nullable Subject subject() {
    return null;
  }

  public static CameraState ok(String camera) {
    return new CameraState(camera, Status.OK, "", 0, 0);
  }
}
