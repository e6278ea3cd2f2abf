package io.pipit.config;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.util.List;

/** A configuration that can't be used, with everything that is wrong in it. */
public final class ConfigException extends UserException {
  private static final long serialVersionUID = 1;

  private final transient List<ConfigProblem> problems;

  public ConfigException(String file, List<ConfigProblem> problems) {
    super(
        ExitCode.CONFIG,
        problems.size() + (problems.size() == 1 ? " error in " : " errors in ") + file);
    this.problems = List.copyOf(problems);
  }

  /** In the order of the file's lines. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  @Override
  public List<String> details() {
    return problems.stream().map(ConfigProblem::toString).toList();
  }
}
