package io.pipit.camera;

/** A camera can't be opened or has failed; the message is one line for the user. */
public final class CameraException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean permanent;

  public CameraException(String message) {
    super(message);
    permanent = false;
  }

  public CameraException(String message, Throwable cause) {
    super(message, cause);
    permanent = false;
  }

  private CameraException(String message, boolean permanent) {
    super(message);
    this.permanent = permanent;
  }

  /** What waiting can't mend: a file that is no video, a program that is not installed. */
  static CameraException permanent(String message) {
    return new CameraException(message, true);
  }

  /** The line for the user. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether it is no use to try again. */
  public boolean isPermanent() {
    return permanent;
  }
}
