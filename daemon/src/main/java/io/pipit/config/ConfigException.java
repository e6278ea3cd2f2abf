package io.pipit.config;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used, with everything that is wrong in it. */
public final class ConfigException extends UserException {
  private static final long serialVersionUID = 1;
  private static final int MAX_SHOWN = 50;

  private final transient List<ConfigProblem> problems;

  public ConfigException(List<ConfigProblem> problems) {
    super(
        ExitCode.CONFIG,
        problems.size() + (problems.size() == 1 ? " error in " : " errors in ") + place(problems));
    this.problems = List.copyOf(problems);
  }

  /** The file, or how many there are. */
  private static String place(List<ConfigProblem> problems) {
    List<String> files = problems.stream().map(ConfigProblem::file).distinct().toList();
    return files.size() == 1 ? files.get(0) : files.size() + " files";
  }

  /** In the order of the file's lines. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  /** The first of them as text; of a file that is no configuration there may be thousands. */
  @Override
  public List<String> details() {
    List<String> lines =
        problems.stream()
            .limit(MAX_SHOWN)
            .map(ConfigProblem::toString)
            .collect(Collectors.toList());
    if (problems.size() > MAX_SHOWN) {
      lines.add("... and " + (problems.size() - MAX_SHOWN) + " more");
    }
    return lines;
  }
}
