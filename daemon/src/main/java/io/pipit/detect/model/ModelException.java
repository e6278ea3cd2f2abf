package io.pipit.detect.model;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;

/** A model can't be used. */
public final class ModelException extends UserException {
  private static final long serialVersionUID = 1;

  public ModelException(String message) {
    super(ExitCode.DATA, message);
  }

  public ModelException(String message, Throwable cause) {
    super(ExitCode.DATA, message, cause);
  }
}
