package io.pipit.config;

import com.typesafe.config.ConfigValue;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Refuses control characters in what names a camera: mostly they are a backslash or a line's end
 * that is not meant, they cannot be seen in a message, and GStreamer fails with other words.
 */
final class ControlCharacters {
  private ControlCharacters() {}

  /** As {@link Section#text}, but for control characters, which are reported. */
  static String text(Section section, String key, String rule, Pattern pattern) {
    return read(section, key, ValueRule.matching(rule, pattern));
  }

  /** As {@link Section#read}, but for control characters, which are reported. */
  static <T> T read(Section section, String key, ValueRule<T> rule) {
    ConfigValue value = section.has(key) ? section.values().get(key) : null;
    if (value == null || !ConfigValues.isScalar(value)) {
      return section.read(key, rule);
    }
    String text = String.valueOf(value.unwrapped());
    OptionalInt found = text.chars().filter(Character::isISOControl).findFirst();
    if (found.isEmpty()) {
      return section.read(key, rule);
    }
    int character = found.getAsInt();
    String instead =
        key.equals("url") && character < 0x80 ? ", or write %%%02X".formatted(character) : "";
    section.problem(
        key,
        "must have no control characters, has %s after %d characters; delete it%s%s"
            .formatted(
                named(character),
                text.indexOf(character),
                instead,
                character == '\t' || character == '\n' ? " (in quotes, \\\\ is a backslash)" : ""));
    return rule.ifWrong();
  }

  private static String named(int character) {
    return switch (character) {
      case '\t' -> "a tab";
      case '\n' -> "a line feed";
      case '\r' -> "a carriage return";
      case 0x1b -> "an escape";
      default -> "U+%04X".formatted(character);
    };
  }
}
