package io.pipit.net;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;

/** Reports an address that the daemon can't listen on. */
public final class BindFailure extends UserException {
  private static final long serialVersionUID = 1;

  BindFailure(String message, Throwable cause) {
    super(ExitCode.UNAVAILABLE, message, cause);
  }
}
