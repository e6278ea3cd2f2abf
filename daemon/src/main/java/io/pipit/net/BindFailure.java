package io.pipit.net;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;

/** An address that can't be listened on. */
public final class BindFailure extends UserException {
  private static final long serialVersionUID = 1;

  BindFailure(String message, Throwable cause) {
    super(ExitCode.UNAVAILABLE, message, cause);
  }
}
