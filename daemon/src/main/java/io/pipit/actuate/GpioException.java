package io.pipit.actuate;

import io.pipit.errors.ExitCode;

/** A pin or all of them can't be used; the message is one line for the user. */
final class GpioException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  private GpioException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Something is missing, in use or broken. */
  static GpioException unavailable(String message) {
    return new GpioException(ExitCode.UNAVAILABLE, message);
  }

  /** As {@link #unavailable(String)}, with what a library had to say. */
  static GpioException unavailable(String message, Throwable cause) {
    GpioException e = unavailable(message + ": " + reason(cause));
    e.initCause(cause);
    return e;
  }

  /** Something is there but not for this user. */
  static GpioException notPermitted(String message) {
    return new GpioException(ExitCode.NO_PERMISSION, message);
  }

  ExitCode exitCode() {
    return exitCode;
  }

  /** The innermost message, which is the kernel's or nearest to it, on one line. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null
        ? innermost.getClass().getSimpleName()
        : message.strip().replaceAll("\\s+", " ");
  }
}
