package io.pipit.errors;

import java.util.List;

/**
 * An error that the user can fix. Unchecked, so that it travels from where it is found to the
 * command line, which prints the message without a stack trace and exits with the code.
 *
 * <p>The message is one line that names the subject, the rule it breaks and the remedy, such as
 * {@code models/edge8/model.json: not found; set model.dir to a folder with a model in it}.
 */
public class UserException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  public UserException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public UserException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** Lines to print before the message, when there is more than one problem to fix. */
  public List<String> details() {
    return List.of();
  }
}
