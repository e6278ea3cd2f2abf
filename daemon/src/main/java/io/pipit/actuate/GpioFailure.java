package io.pipit.actuate;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.util.List;

/** Pins that are required and not available, all of them. */
final class GpioFailure extends UserException {
  private static final long serialVersionUID = 1;

  private final transient List<String> lines;

  /**
   * @param lines one for each problem to fix
   */
  GpioFailure(ExitCode exitCode, List<String> lines) {
    super(
        exitCode,
        "not every pin can be used; fix that, or set gpio.required = false to go on without");
    this.lines = List.copyOf(lines);
  }

  @Override
  public List<String> details() {
    return lines;
  }
}
