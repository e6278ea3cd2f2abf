package io.pipit.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One pass over a configuration: the problems found so far and the keys that were asked for. */
final class Reading {
  private final String file;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Set<String> keys = new LinkedHashSet<>();

  /**
   * @param file for problems that have no place of their own
   */
  Reading(String file) {
    this.file = file;
  }

  void problem(ConfigOrigin origin, String message) {
    if (origin.lineNumber() > 0 && origin.filename() != null) {
      problems.add(new ConfigProblem(origin.filename(), origin.lineNumber(), message));
    } else if (origin.description().startsWith("env var")) {
      problem(message + " (from the environment)");
    } else {
      problem(message);
    }
  }

  void problem(String message) {
    problems.add(new ConfigProblem(file, 0, message));
  }

  /** Whether it stands in the user's file itself. */
  boolean isInFile(ConfigOrigin origin) {
    return file.equals(origin.filename());
  }

  void asked(String key) {
    keys.add(key);
  }

  boolean hasProblems() {
    return !problems.isEmpty();
  }

  int problemCount() {
    return problems.size();
  }

  /** In the order of the file's lines. */
  List<ConfigProblem> problems() {
    List<ConfigProblem> sorted = new ArrayList<>(problems);
    sorted.sort(
        Comparator.comparing((ConfigProblem problem) -> !problem.file().equals(file))
            .thenComparing(ConfigProblem::file)
            .thenComparingInt(ConfigProblem::line));
    return sorted;
  }

  /** Full paths of all keys that were asked for. */
  Set<String> keys() {
    return keys;
  }
}
