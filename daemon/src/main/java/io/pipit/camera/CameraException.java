package io.pipit.camera;

import io.pipit.config.Secrets;
import io.pipit.util.Printable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A camera can't be opened or has failed; the message is one line for the user, whatever the camera
 * or GStreamer has put into it, and has no passwords.
 */
public final class CameraException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String remedy;

  /** What is to be expected of trying again. */
  private enum Kind {
    /** It may help soon. */
    PASSING,
    /** It may help when somebody has done something: it is tried at the longest pause. */
    PERSISTENT,
    /** It can't help. */
    PERMANENT,
    /** The device is not there, plugged out perhaps. */
    AWAY
  }

  public CameraException(String message) {
    this(message, null, Kind.PASSING, "");
  }

  public CameraException(String message, Throwable cause) {
    this(message, cause, Kind.PASSING, "");
  }

  /**
   * A failure that the user can do something about.
   *
   * @param remedy what to do
   */
  public CameraException(String message, String remedy) {
    this(message, null, Kind.PASSING, remedy);
  }

  private CameraException(String message, @Nullable Throwable cause, Kind kind, String remedy) {
    super(Printable.of(Secrets.mask(message)), cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  /** What waiting can't repair: a file that is no video. */
  public static CameraException permanent(String message) {
    return new CameraException(message, null, Kind.PERMANENT, "");
  }

  /** What somebody must repair: a part that is not installed, a stream without video. */
  public static CameraException persistent(String message, String remedy) {
    return new CameraException(message, null, Kind.PERSISTENT, remedy);
  }

  /** Its device is not there, plugged out perhaps. */
  public static CameraException away(String message) {
    return new CameraException(message, null, Kind.AWAY, "");
  }

  /** The line for the user. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What the user can do about it. */
  public Optional<String> remedy() {
    return remedy.isEmpty() ? Optional.empty() : Optional.of(remedy);
  }

  /** Whether the device is not there. */
  public boolean isAway() {
    return kind == Kind.AWAY;
  }

  /** Whether it is no use to try again. */
  public boolean isPermanent() {
    return kind == Kind.PERMANENT;
  }

  /** Whether it is no use to try again soon. */
  public boolean isPersistent() {
    return kind == Kind.PERSISTENT;
  }
}
