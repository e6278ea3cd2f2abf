package io.pipit.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.pipit.errors.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One section of the configuration while it is read. Each method asks for one key and reports a
 * value that breaks the rule; it then returns some value that keeps it, so that reading goes on to
 * the next problem. {@link #rejectUnknownKeys} reports the keys that nothing has asked for.
 */
final class Section {
  private static final Duration NONE = Duration.ofNanos(-1);

  private final Diagnostics diagnostics;
  private final String path;
  private final ConfigOrigin origin;
  private final ConfigObject values;
  private final boolean keysOptional;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(
      Diagnostics diagnostics,
      String path,
      ConfigOrigin origin,
      ConfigObject values,
      boolean keysOptional) {
    this.diagnostics = diagnostics;
    this.path = path;
    this.origin = diagnostics.locate(path, origin);
    this.values = values;
    this.keysOptional = keysOptional;
  }

  /** The whole file. */
  static Section root(Diagnostics diagnostics, ConfigObject values) {
    return new Section(diagnostics, "", values.origin(), values, false);
  }

  /** A section inside this one. */
  Section section(String key) {
    return section(key, false);
  }

  /** A section inside this one in which keys without a default may be missing. */
  Section optionalSection(String key) {
    return section(key, true);
  }

  private Section section(String key, boolean optionalKeys) {
    ask(key);
    ConfigValue value = values.get(key);
    if (value instanceof ConfigObject object) {
      return new Section(
          diagnostics, pathOf(key), object.origin(), object, optionalKeys || keysOptional);
    }
    if (value != null) {
      problem(key, "must be a section in { }, is " + ConfigValues.show(value));
    }
    ConfigObject empty = ConfigFactory.empty().root();
    return new Section(diagnostics, pathOf(key), empty.origin(), empty, true);
  }

  /** The same section, with defaults for what it leaves out. */
  Section withDefaults(ConfigObject defaults) {
    // The merged object would not know its line.
    Section section =
        new Section(diagnostics, path, origin, values.withFallback(defaults), keysOptional);
    section.known.addAll(known);
    return section;
  }

  /** The same section, in which keys may be missing. */
  Section optional() {
    Section section = new Section(diagnostics, path, origin, values, true);
    section.known.addAll(known);
    return section;
  }

  /** The same section without any value: what is asked of it reports nothing. */
  Section empty() {
    return new Section(diagnostics, path, origin, ConfigFactory.empty().root(), true);
  }

  /** Lets this section have the keys that another was asked for. */
  void allow(Section other) {
    known.addAll(other.known);
  }

  /** The section as the library's value. */
  ConfigObject values() {
    return values;
  }

  /** Reports the section itself. */
  void problem(String message) {
    diagnostics.problem(origin, path + " " + message);
  }

  /** Reports one key's value; nothing when it is not there. */
  void problem(String key, String message) {
    if (values.containsKey(key)) {
      diagnostics.problem(pathOf(key), message);
    }
  }

  /** Reports what is wrong between some keys, at the first of them that a file of the user has. */
  void problem(List<String> keys, String message) {
    ConfigOrigin place = origin;
    for (int i = keys.size() - 1; i >= 0; i--) {
      ConfigValue value = values.get(keys.get(i));
      place = value != null && diagnostics.isInFile(value.origin()) ? value.origin() : place;
    }
    diagnostics.problem(place, path + " " + message);
  }

  /** The sections of a list. */
  List<Section> sections(String key) {
    ask(key);
    ConfigValue value = values.get(key);
    List<Section> sections = new ArrayList<>();
    if (value instanceof ConfigList list) {
      for (ConfigValue each : list) {
        String name = pathOf(key) + "[" + (sections.size() + 1) + "]";
        if (each instanceof ConfigObject object) {
          sections.add(new Section(diagnostics, name, each.origin(), object, keysOptional));
        } else {
          diagnostics.problem(
              each.origin(), name + " must be a section in { }, is " + ConfigValues.show(each));
        }
      }
    } else if (value != null) {
      diagnostics.problem(
          value.origin(), pathOf(key) + " must be a list in [ ], is " + ConfigValues.show(value));
    } else if (!keysOptional) {
      problem("lacks the key " + key + ", which must be a list in [ ]");
    }
    return sections;
  }

  /**
   * Reads every section in this one, in the order of their names; a name that breaks the rule for
   * them is reported.
   */
  <T> List<T> each(BiFunction<String, Section, T> read) {
    List<T> all = new ArrayList<>();
    for (String name : new TreeSet<>(values.keySet())) {
      Section own = section(name);
      if (!ValueRule.GIVEN_NAME.matcher(name).matches()) {
        own.problem("must have a name of " + ValueRule.GIVEN_NAME_RULE);
      }
      all.add(read.apply(name, own));
    }
    return all;
  }

  /** The values of a list; null when the key's value is none. */
  @Nullable List<ConfigValue> list(String key) {
    ask(key);
    return values.get(key) instanceof ConfigList list ? List.copyOf(list) : null;
  }

  /** Reports one value of a list. */
  void problem(ConfigValue value, String key, String message) {
    diagnostics.problem(value.origin(), pathOf(key) + " " + message);
  }

  String text(String key, String rule, Pattern pattern) {
    return read(key, ValueRule.matching(rule, pattern));
  }

  /** The key's value, which is not to be shown. */
  Secret hide(String key, Secret secret) {
    return diagnostics.secret(pathOf(key), secret);
  }

  /** Says of a key that its value can be used and is hardly what its author wants. */
  void warning(String key, String message) {
    diagnostics.warning(pathOf(key), message);
  }

  /** Whether there is a section of this name in it. */
  boolean hasSection(String key) {
    return values.get(key) instanceof ConfigObject;
  }

  boolean bool(String key) {
    return oneOf(key, "true", "false").equals("true");
  }

  String oneOf(String key, String... words) {
    return read(key, ValueRule.oneOf(words));
  }

  long integer(String key, long min, long max) {
    return read(key, ValueRule.integer(min, max));
  }

  /** A whole number, or {@code auto} which is returned as {@code ifAuto}. */
  int integerOrAuto(String key, int min, int max, int ifAuto) {
    return Math.toIntExact(read(key, ValueRule.integer(min, max).or("auto", (long) ifAuto)));
  }

  double number(String key, double min, double max) {
    return read(key, ValueRule.number(min, max));
  }

  /** A number, or {@code auto} which is returned as NaN. */
  double numberOrAuto(String key, double min, double max) {
    return read(key, ValueRule.number(min, max).or("auto", Double.NaN));
  }

  /** A number, or {@code none} which is returned as infinity. */
  double numberOrNone(String key, double min, double max) {
    return read(key, ValueRule.number(min, max).or("none", Double.POSITIVE_INFINITY));
  }

  Duration duration(String key, Duration min, Duration max) {
    return read(key, ValueRule.duration(min, max));
  }

  /** A time, or {@code none} which is returned as null. */
  @Nullable Duration durationOrNone(String key, Duration min, Duration max) {
    Duration time = read(key, ValueRule.duration(min, max).or("none", NONE));
    return time.equals(NONE) ? null : time;
  }

  /** Whether a file of the user has a value for the key. */
  boolean isInFile(String key) {
    ConfigValue value = values.get(key);
    return value != null && diagnostics.isInFile(value.origin());
  }

  /** Whether there is a value for the key. */
  boolean has(String key) {
    ask(key);
    return values.containsKey(key);
  }

  /** A value by its rule; what breaks it is reported. */
  <T> T read(String key, ValueRule<T> rule) {
    ask(key);
    ConfigValue value = values.get(key);
    if (value == null) {
      if (!keysOptional) {
        problem("lacks the key " + key + ", which must be " + rule.text());
      }
      return rule.ifWrong();
    }
    String hint = "";
    if (ConfigValues.isScalar(value)) {
      String text = String.valueOf(value.unwrapped());
      T parsed = rule.parse().apply(text);
      if (parsed != null) {
        return parsed;
      }
      hint = rule.words().contains(text) ? "" : Suggestion.hint(text, rule.words());
    }
    problem(key, "must be " + rule.text() + ", is " + ConfigValues.show(value) + hint);
    return rule.ifWrong();
  }

  /** Reports every key that nothing has asked for. */
  void rejectUnknownKeys() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        diagnostics.unknownKey(values.get(key).origin(), path, pathOf(key), key, known);
      }
    }
  }

  private void ask(String key) {
    known.add(key);
    diagnostics.asked(pathOf(key));
    ConfigValue value = values.get(key);
    if (value != null) {
      diagnostics.found(pathOf(key), value);
    }
  }

  private String pathOf(String key) {
    String quoted = ConfigUtil.joinPath(key);
    return path.isEmpty() ? quoted : path + "." + quoted;
  }
}
