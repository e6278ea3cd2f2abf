package io.pipit.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One pass over a configuration: the problems found so far and the keys that were asked for. */
final class Diagnostics {
  private final String file;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private final Map<String, ConfigValue> values = new TreeMap<>();
  private final Set<String> secrets = new HashSet<>();

  /**
   * @param file for problems that have no place of their own
   */
  Diagnostics(String file) {
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

  /** A value that is in force. */
  void used(String key, ConfigValue value) {
    values.put(key, value);
  }

  /** The key's value is not to be shown. */
  void secret(String key) {
    secrets.add(key);
  }

  /**
   * All values in force, in the order of their keys.
   *
   * @param shipped where the defaults are
   */
  List<EffectiveValue> values(URL shipped) {
    return values.entrySet().stream()
        .map(entry -> effective(entry.getKey(), entry.getValue(), shipped))
        .toList();
  }

  private EffectiveValue effective(String key, ConfigValue value, URL shipped) {
    ConfigOrigin origin = value.origin();
    String source =
        shipped.equals(origin.url())
            ? "default"
            : origin.description().startsWith("env var")
                ? "the environment"
                : origin.filename() + ":" + origin.lineNumber();
    String text = Secrets.mask(value.render(ConfigRenderOptions.concise()));
    boolean hidden = secrets.contains(key) && !text.equals("\"\"");
    return new EffectiveValue(key, hidden ? "***" : text, source);
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
