package io.pipit.detect.torch;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;

/** libtorch can't be unpacked or loaded. */
public final class NativeLibraryException extends UserException {
  private static final long serialVersionUID = 1;

  public NativeLibraryException(String message) {
    super(ExitCode.UNAVAILABLE, message);
  }

  public NativeLibraryException(ExitCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
