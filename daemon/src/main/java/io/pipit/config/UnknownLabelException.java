package io.pipit.config;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.util.List;

/** The configuration names labels that the model doesn't know. */
public final class UnknownLabelException extends UserException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  UnknownLabelException(List<String> problems) {
    super(
        ExitCode.CONFIG,
        problems.size() == 1
            ? problems.get(0)
            : problems.size() + " labels in the configuration are unknown to the model");
    this.problems = List.copyOf(problems);
  }

  @Override
  public List<String> details() {
    return problems.size() == 1 ? List.of() : problems;
  }
}
