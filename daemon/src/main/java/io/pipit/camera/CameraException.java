package io.pipit.camera;

/** A camera can't be opened or has failed; the message is one line for the user. */
public final class CameraException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean permanent;
  private final boolean away;

  public CameraException(String message) {
    this(message, false, false);
  }

  public CameraException(String message, Throwable cause) {
    super(message, cause);
    permanent = false;
    away = false;
  }

  private CameraException(String message, boolean permanent, boolean away) {
    super(message);
    this.permanent = permanent;
    this.away = away;
  }

  /** What waiting can't mend: a file that is no video, a program that is not installed. */
  public static CameraException permanent(String message) {
    return new CameraException(message, true, false);
  }

  /** Its device is not there, plugged out perhaps. */
  public static CameraException away(String message) {
    return new CameraException(message, false, true);
  }

  /** The line for the user. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether the device is not there. */
  public boolean isAway() {
    return away;
  }

  /** Whether it is no use to try again. */
  public boolean isPermanent() {
    return permanent;
  }
}
