package io.pipit.detect.model;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;

/** Refuses a model package that can't be used; the message says what is wrong with it. */
public final class ModelException extends UserException {
  private static final long serialVersionUID = 1;

  public ModelException(String message) {
    super(ExitCode.DATA, message);
  }

  public ModelException(String message, Throwable cause) {
    super(ExitCode.DATA, message, cause);
  }
}
