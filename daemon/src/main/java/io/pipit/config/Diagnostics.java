package io.pipit.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.pipit.errors.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One pass over a configuration: the problems found so far and the keys that were asked for. */
final class Diagnostics {
  /** Sections whose members the user names. */
  private static final Pattern USERS_OWN =
      Pattern.compile("cameras\\.|rules\\.|gpio\\.(in|out)puts\\.");

  private final String file;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> warnings = new ArrayList<>();
  private final List<UnknownKey> unknown = new ArrayList<>();
  private final KeyPlaces written = new KeyPlaces();
  private final Map<String, ConfigOrigin> places = new HashMap<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private final Map<String, ConfigValue> values = new TreeMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();

  /**
   * @param file for problems that have no place of their own
   */
  Diagnostics(String file) {
    this.file = file;
  }

  /** A file of the user has been read, after those before. */
  void read(ConfigObject values) {
    written.add(values);
  }

  /** Where a key stands, also if the library does not know it any more. */
  ConfigOrigin locate(String path, ConfigOrigin origin) {
    return written.locate(path, origin);
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

  void problem(String ofFile, int line, String message) {
    problems.add(new ConfigProblem(ofFile, line, message));
  }

  /** Reports a key of which only the path is known. */
  void problem(String path, String message) {
    ConfigOrigin origin = places.get(path);
    if (origin == null) {
      problem(path + " " + message);
    } else {
      problem(origin, path + " " + message);
    }
  }

  /** Reports a key whose value can be used and is hardly what its author wants. */
  void warning(String path, String message) {
    ConfigOrigin origin = places.get(path);
    String place = origin == null ? null : origin.filename();
    warnings.add(
        new ConfigProblem(
            place == null ? file : place,
            origin == null || place == null ? 0 : Math.max(0, origin.lineNumber()),
            path + " " + message));
  }

  /** FILE:LINE of a key; nothing when it does not stand in a file of the user. */
  String place(String path) {
    ConfigOrigin origin = places.get(path);
    return origin == null
            || isShipped(origin)
            || origin.filename() == null
            || origin.lineNumber() <= 0
        ? ""
        : origin.filename() + ":" + origin.lineNumber();
  }

  private static boolean isShipped(ConfigOrigin origin) {
    return SettingsLoader.shippedUrl().equals(origin.url());
  }

  /**
   * Reports a key that nothing has asked for.
   *
   * @param section the path of the section that it stands in; "" for the whole file
   * @param known the keys that this section may have
   */
  void unknownKey(ConfigOrigin origin, String section, String path, String key, Set<String> known) {
    unknown.add(new UnknownKey(origin, section, path, key, Suggestion.hint(key, known)));
  }

  private record UnknownKey(
      ConfigOrigin origin, String section, String path, String key, String hint) {}

  /** Once everything is read it is known where such a key could stand. */
  private void placeUnknownKeys() {
    for (UnknownKey one : unknown) {
      String hint = one.hint;
      if (hint.isEmpty()) {
        List<String> paths = elsewhere(one);
        hint = paths.isEmpty() ? "" : "; did you mean " + String.join(" or ", paths) + "?";
      }
      problem(one.origin, "unknown key " + one.path + hint);
    }
    unknown.clear();
  }

  private static boolean isUsersOwn(String path, String section) {
    return USERS_OWN.matcher(path).lookingAt() || USERS_OWN.matcher(section + ".").lookingAt();
  }

  /** The nearest places of a key of that name, at most three: those below its section, if any. */
  private List<String> elsewhere(UnknownKey wanted) {
    String inside = wanted.section.isEmpty() ? "" : wanted.section + ".";
    List<String> named = keys.stream().filter(path -> path.endsWith("." + wanted.key)).toList();
    List<String> places = named.stream().filter(path -> path.startsWith(inside)).toList();
    if (places.isEmpty()) {
      places = named.stream().filter(path -> !isUsersOwn(path, wanted.section)).toList();
    }
    int depth = places.stream().mapToInt(Diagnostics::depth).min().orElse(0);
    return places.stream().filter(path -> depth(path) == depth).sorted().limit(3).toList();
  }

  private static int depth(String path) {
    return ConfigUtil.splitPath(path).size();
  }

  /** Whether it stands in a file of the user. */
  boolean isInFile(ConfigOrigin origin) {
    return origin.filename() != null && !isShipped(origin);
  }

  void asked(String key) {
    keys.add(key);
  }

  /** A key has this value, or is a section. */
  void found(String key, ConfigValue value) {
    places.put(key, locate(key, value.origin()));
    if (value.valueType() != ConfigValueType.OBJECT) {
      values.put(key, value);
    }
  }

  /** The key's value, which is not to be shown. */
  Secret secret(String key, Secret value) {
    secrets.put(key, value);
    return value;
  }

  /** All that are not to be shown. */
  List<Secret> secrets() {
    return List.copyOf(secrets.values());
  }

  /** All values in force, in the order of their keys. */
  List<EffectiveValue> values() {
    return values.entrySet().stream()
        .map(entry -> effective(entry.getKey(), entry.getValue()))
        .toList();
  }

  private EffectiveValue effective(String key, ConfigValue value) {
    ConfigOrigin origin = locate(key, value.origin());
    String source =
        isShipped(origin)
            ? "default"
            : origin.description().startsWith("env var")
                ? "the environment"
                : origin.filename() + ":" + origin.lineNumber();
    String text = Secrets.mask(value.render(ConfigRenderOptions.concise()));
    boolean hidden = secrets.containsKey(key) && !text.equals("\"\"");
    return new EffectiveValue(key, hidden ? "***" : text, source);
  }

  boolean hasProblems() {
    return problemCount() > 0;
  }

  int problemCount() {
    return problems.size() + unknown.size();
  }

  /** The main file's first, then by file, each in the order of its lines, each once. */
  List<ConfigProblem> problems() {
    placeUnknownKeys();
    return sorted(problems);
  }

  /** The main file's first, then by file, each in the order of its lines, each once. */
  List<ConfigProblem> warnings() {
    return sorted(warnings);
  }

  private List<ConfigProblem> sorted(List<ConfigProblem> all) {
    List<ConfigProblem> sorted = new ArrayList<>(new LinkedHashSet<>(all));
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
