package io.pipit.config;

import com.typesafe.config.ConfigValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one name or a list of them; a word for all of them is returned as none. */
final class NamesReader {
  private static final Pattern NAME = Pattern.compile("[^\\s\"'\\[\\]{},]{1,64}");
  private static final Pattern LABEL =
      Pattern.compile("(?=.{1,100}$)[^\\s\"'\\[\\]{},]+( [^\\s\"'\\[\\]{},]+)*");

  private NamesReader() {}

  static Set<String> names(Section section, String key, String all) {
    return read(section, key, all, NAME);
  }

  /** As {@link #names}, of labels: they may have more than one word. */
  static Set<String> labels(Section section, String key, String all) {
    return read(section, key, all, LABEL);
  }

  private static Set<String> read(Section section, String key, String all, Pattern pattern) {
    String rule = all + ", a name or a list of names such as [person, car]";
    List<ConfigValue> list = section.list(key);
    if (list == null) {
      String name = section.text(key, rule, pattern);
      return name.isEmpty() || name.equals(all) ? Set.of() : Set.of(name);
    }
    Set<String> names = new LinkedHashSet<>();
    for (ConfigValue each : list) {
      String name = ConfigValues.isScalar(each) ? String.valueOf(each.unwrapped()) : "";
      if (!pattern.matcher(name).matches() || name.equals(all)) {
        section.problem(each, key, "must be " + rule + ", has " + ConfigValues.show(each));
      } else {
        names.add(name);
      }
    }
    if (list.isEmpty()) {
      section.problem(key, "must be " + rule + ", is empty");
    }
    return names;
  }
}
