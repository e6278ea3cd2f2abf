package io.pipit.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.pipit.fault.Suggestion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One section of the configuration while it is read. Each method asks for one key and reports a
 * value that breaks the rule; it then returns some value that keeps it, so that reading goes on to
 * the next problem. {@link #end} reports the keys that nothing has asked for.
 */
final class Section {
  private static final String AUTO = "auto";

  /** What the user may call a camera, a zone, a rule and the like. */
  static final Pattern GIVEN_NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  static final String GIVEN_NAME_RULE = "1 to 32 letters, digits, '-' and '_'";

  private static final Pattern ANY = Pattern.compile(".*");
  private static final Pattern SOME = Pattern.compile(".+");
  private static final Pattern NAME = Pattern.compile("[^\\s\"'\\[\\]{},]{1,64}");
  private static final Pattern LABEL =
      Pattern.compile("(?=.{1,100}$)[^\\s\"'\\[\\]{},]+( [^\\s\"'\\[\\]{},]+)*");
  private static final Duration NONE = Duration.ofNanos(-1);

  private final Reading reading;
  private final String path;
  private final ConfigOrigin origin;
  private final ConfigObject values;
  private final boolean partial;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(
      Reading reading, String path, ConfigOrigin origin, ConfigObject values, boolean partial) {
    this.reading = reading;
    this.path = path;
    this.origin = origin;
    this.values = values;
    this.partial = partial;
  }

  /** The whole file. */
  static Section root(Reading reading, ConfigObject values) {
    return new Section(reading, "", values.origin(), values, false);
  }

  /** A section inside this one. */
  Section section(String key) {
    return section(key, false);
  }

  /** A section inside this one in which keys without a default may be missing. */
  Section partialSection(String key) {
    return section(key, true);
  }

  private Section section(String key, boolean mayLackKeys) {
    ask(key);
    ConfigValue value = values.get(key);
    if (value instanceof ConfigObject object) {
      return new Section(reading, pathOf(key), object.origin(), object, mayLackKeys || partial);
    }
    if (value != null) {
      reading.problem(value.origin(), pathOf(key) + " must be a section in { }, is " + show(value));
    }
    ConfigObject empty = ConfigFactory.empty().root();
    return new Section(reading, pathOf(key), empty.origin(), empty, true);
  }

  /** The same section, with defaults for what it leaves out. */
  Section withDefaults(ConfigObject defaults) {
    // The merged object would not know its line.
    Section section = new Section(reading, path, origin, values.withFallback(defaults), partial);
    section.known.addAll(known);
    return section;
  }

  /** The same section, in which keys may be missing. */
  Section lenient() {
    Section section = new Section(reading, path, origin, values, true);
    section.known.addAll(known);
    return section;
  }

  /** The same section without any value: what is asked of it reports nothing. */
  Section blank() {
    return new Section(reading, path, origin, ConfigFactory.empty().root(), true);
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
    reading.problem(origin, path + " " + message);
  }

  /** Reports one key's value; nothing when it is not there. */
  void problem(String key, String message) {
    ConfigValue value = values.get(key);
    if (value != null) {
      reading.problem(value.origin(), pathOf(key) + " " + message);
    }
  }

  /** Reports what is wrong between some keys, at the first of them that the user's file has. */
  void problem(List<String> keys, String message) {
    ConfigOrigin place = origin;
    for (int i = keys.size() - 1; i >= 0; i--) {
      ConfigValue value = values.get(keys.get(i));
      place = value != null && reading.isInFile(value.origin()) ? value.origin() : place;
    }
    reading.problem(place, path + " " + message);
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
          sections.add(new Section(reading, name, each.origin(), object, partial));
        } else {
          reading.problem(each.origin(), name + " must be a section in { }, is " + show(each));
        }
      }
    } else if (value != null) {
      reading.problem(value.origin(), pathOf(key) + " must be a list in [ ], is " + show(value));
    } else if (!partial) {
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
      if (!GIVEN_NAME.matcher(name).matches()) {
        own.problem("must have a name of " + GIVEN_NAME_RULE);
      }
      all.add(read.apply(name, own));
    }
    return all;
  }

  /** One name or a list of them; a word for all of them is returned as none. */
  Set<String> names(String key, String all) {
    return names(key, all, NAME);
  }

  /** As {@link #names}, of labels: they may have more than one word. */
  Set<String> labels(String key, String all) {
    return names(key, all, LABEL);
  }

  private Set<String> names(String key, String all, Pattern pattern) {
    String rule = all + ", a name or a list of names such as [person, car]";
    ask(key);
    ConfigValue value = values.get(key);
    if (!(value instanceof ConfigList list)) {
      String name = text(key, rule, pattern);
      return name.isEmpty() || name.equals(all) ? Set.of() : Set.of(name);
    }
    Set<String> names = new LinkedHashSet<>();
    for (ConfigValue each : list) {
      String name = isScalar(each) ? String.valueOf(each.unwrapped()) : "";
      if (!pattern.matcher(name).matches() || name.equals(all)) {
        reading.problem(each.origin(), pathOf(key) + " must be " + rule + ", has " + show(each));
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      reading.problem(value.origin(), pathOf(key) + " must be " + rule + ", is empty");
    }
    return names;
  }

  String text(String key, String rule, Pattern pattern) {
    return read(key, rule, "", List.of(), text -> pattern.matcher(text).matches() ? text : null);
  }

  /**
   * A password: its text, or where it is.
   *
   * @param folder relative files are looked for here
   */
  Secret secret(String key, Path folder) {
    if (!(values.get(key) instanceof ConfigObject)) {
      reading.secret(pathOf(key));
      String text = text(key, "a text, { file = PATH } or { credential = NAME }", ANY);
      return text.isEmpty() ? Secret.NONE : Secret.of(text);
    }
    Section place = section(key);
    Path file;
    if (place.has("credential")) {
      String name = place.text("credential", "a name that the unit's LoadCredential has", NAME);
      String directory = System.getenv("CREDENTIALS_DIRECTORY");
      file = Path.of(directory == null ? "/run/credentials/pipit.service" : directory, name);
    } else {
      file = folder.resolve(place.text("file", "the path of a file with a password", SOME));
    }
    place.end();
    return Secret.in(file);
  }

  boolean yes(String key) {
    return oneOf(key, "true", "false").equals("true");
  }

  String oneOf(String key, String... words) {
    List<String> all = List.of(words);
    String last = words[words.length - 1];
    String rule = String.join(", ", all.subList(0, words.length - 1)) + " or " + last;
    return read(key, rule, words[0], all, text -> all.contains(text) ? text : null);
  }

  long integer(String key, long least, long most) {
    return read(
        key, "a whole number, " + least + " to " + most, least, List.of(), integer(least, most));
  }

  /** A whole number, or {@code auto} which is returned as {@code ifAuto}. */
  int integerOrAuto(String key, int least, int most, int ifAuto) {
    String rule = AUTO + " or a whole number, " + least + " to " + most;
    Function<String, @Nullable Long> parse = integer(least, most);
    return Math.toIntExact(
        read(
            key,
            rule,
            (long) least,
            List.of(AUTO),
            text -> text.equals(AUTO) ? Long.valueOf(ifAuto) : parse.apply(text)));
  }

  double number(String key, double least, double most) {
    return read(key, "a number, " + range(least, most), least, List.of(), number(least, most));
  }

  /** A number, or {@code auto} which is returned as NaN. */
  double numberOrAuto(String key, double least, double most) {
    return numberOr(AUTO, Double.NaN, key, least, most);
  }

  /** A number, or {@code none} which is returned as infinity. */
  double numberOrNone(String key, double least, double most) {
    return numberOr("none", Double.POSITIVE_INFINITY, key, least, most);
  }

  private double numberOr(String word, double ifWord, String key, double least, double most) {
    String rule = word + " or a number, " + range(least, most);
    Function<String, @Nullable Double> parse = number(least, most);
    return read(
        key,
        rule,
        least,
        List.of(word),
        text -> text.equals(word) ? Double.valueOf(ifWord) : parse.apply(text));
  }

  Duration duration(String key, Duration least, Duration most) {
    String rule = "a time such as 10s or 500ms, " + Units.show(least) + " to " + Units.show(most);
    return read(key, rule, least, List.of(), text -> within(Units.duration(text), least, most));
  }

  /** A time, or {@code none} which is returned as null. */
  @Nullable Duration durationOrNone(String key, Duration least, Duration most) {
    String rule =
        "none or a time such as 10s or 500ms, " + Units.show(least) + " to " + Units.show(most);
    Duration time =
        read(
            key,
            rule,
            least,
            List.of("none"),
            text -> text.equals("none") ? NONE : within(Units.duration(text), least, most));
    return time.equals(NONE) ? null : time;
  }

  /** Whether the user's own file has a value for the key. */
  boolean isInFile(String key) {
    ConfigValue value = values.get(key);
    return value != null && reading.isInFile(value.origin());
  }

  /** Whether there is a value for the key. */
  boolean has(String key) {
    ask(key);
    return values.containsKey(key);
  }

  /**
   * A value by its rule.
   *
   * @param rule what follows "must be" in the message
   * @param ifWrong returned when the value is missing or breaks the rule
   * @param words for "did you mean"
   * @param parse from the value's text; null when it breaks the rule
   */
  <T> T read(
      String key, String rule, T ifWrong, List<String> words, Function<String, @Nullable T> parse) {
    ask(key);
    ConfigValue value = values.get(key);
    if (value == null) {
      if (!partial) {
        problem("lacks the key " + key + ", which must be " + rule);
      }
      return ifWrong;
    }
    if (isScalar(value)) {
      String text = String.valueOf(value.unwrapped());
      T parsed = parse.apply(text);
      if (parsed != null) {
        return parsed;
      }
      String hint = words.contains(text) ? "" : Suggestion.hint(text, words);
      reading.problem(
          value.origin(), pathOf(key) + " must be " + rule + ", is " + show(value) + hint);
      return ifWrong;
    }
    reading.problem(value.origin(), pathOf(key) + " must be " + rule + ", is " + show(value));
    return ifWrong;
  }

  /** Reports every key that nothing has asked for. */
  void end() {
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            reading.problem(
                value.origin(), "unknown key " + pathOf(key) + Suggestion.hint(key, known));
          }
        });
  }

  private void ask(String key) {
    known.add(key);
    reading.asked(pathOf(key));
    ConfigValue value = values.get(key);
    if (value != null && value.valueType() != ConfigValueType.OBJECT) {
      reading.used(pathOf(key), value);
    }
  }

  private String pathOf(String key) {
    String quoted = ConfigUtil.joinPath(key);
    return path.isEmpty() ? quoted : path + "." + quoted;
  }

  private static @Nullable Duration within(@Nullable Duration time, Duration least, Duration most) {
    return time == null || time.compareTo(least) < 0 || time.compareTo(most) > 0 ? null : time;
  }

  private static Function<String, @Nullable Long> integer(long least, long most) {
    return text -> {
      Long number = Units.integer(text);
      return number == null || number < least || number > most ? null : number;
    };
  }

  private static Function<String, @Nullable Double> number(double least, double most) {
    return text -> {
      Double number = Units.number(text);
      return number == null || !(number >= least && number <= most) ? null : number;
    };
  }

  private static String range(double least, double most) {
    return Units.show(least) + " to " + Units.show(most);
  }

  private static boolean isScalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> true;
      case OBJECT, LIST, NULL -> false;
    };
  }

  private static String show(ConfigValue value) {
    if (value.valueType() == ConfigValueType.OBJECT) {
      return "a section";
    }
    if (value.valueType() == ConfigValueType.LIST) {
      return "a list";
    }
    return Secrets.mask(value.render(ConfigRenderOptions.concise()));
  }
}
