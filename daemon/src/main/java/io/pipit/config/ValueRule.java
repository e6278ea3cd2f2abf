package io.pipit.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one key's value must be.
 *
 * @param text what follows "must be" in a message
 * @param ifWrong taken in the place of a value that is missing or breaks the rule
 * @param words that the value may be, for "did you mean"
 * @param parse from the value's text; null when it breaks the rule
 */
record ValueRule<T>(
    String text, T ifWrong, List<String> words, Function<String, @Nullable T> parse) {
  /** What the user may call a camera, a zone, a rule and the like. */
  static final Pattern GIVEN_NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  static final String GIVEN_NAME_RULE = "1 to 32 letters, digits, '-' and '_'";

  ValueRule(String text, T ifWrong, Function<String, @Nullable T> parse) {
    this(text, ifWrong, List.of(), parse);
  }

  /** A text that matches a pattern. */
  static ValueRule<String> matching(String rule, Pattern pattern) {
    return new ValueRule<>(rule, "", text -> pattern.matcher(text).matches() ? text : null);
  }

  /** One of some words, the first where it is wrong. */
  static ValueRule<String> oneOf(String... words) {
    List<String> all = List.of(words);
    String but = String.join(", ", Arrays.copyOf(words, words.length - 1));
    String rule = but + " or " + words[words.length - 1];
    return new ValueRule<>(rule, words[0], all, text -> all.contains(text) ? text : null);
  }

  static ValueRule<Long> integer(long min, long max) {
    return new ValueRule<>(
        "a whole number, " + min + " to " + max,
        min,
        text -> {
          Long number = Units.integer(text);
          return number == null || number < min || number > max ? null : number;
        });
  }

  static ValueRule<Double> number(double min, double max) {
    return new ValueRule<>(
        "a number, " + Units.show(min) + " to " + Units.show(max),
        min,
        text -> {
          Double number = Units.number(text);
          return number == null || !(number >= min && number <= max) ? null : number;
        });
  }

  static ValueRule<Duration> duration(Duration min, Duration max) {
    return new ValueRule<>(
        "a time such as 10s or 500ms, " + Units.show(min) + " to " + Units.show(max),
        min,
        text -> {
          Duration time = Units.duration(text);
          return time == null || time.compareTo(min) < 0 || time.compareTo(max) > 0 ? null : time;
        });
  }

  /** The same, or a word that stands for a value. */
  ValueRule<T> or(String word, T meaning) {
    return new ValueRule<>(
        word + " or " + text,
        ifWrong,
        List.of(word),
        value -> value.equals(word) ? meaning : parse.apply(value));
  }
}
