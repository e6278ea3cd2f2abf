package io.pipit.util;

import java.util.Locale;

/** Text from outside, such as a camera's or a file's name, so that it can stand in one line. */
public final class Printable {
  private Printable() {}

  /**
   * The text with control characters written as {@code \x0a}: none can begin a line or a colour.
   */
  public static String of(String text) {
    if (text.chars().noneMatch(Printable::isControl)) {
      return text;
    }
    StringBuilder printable = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (isControl(c)) {
                printable.append(String.format(Locale.ROOT, "\\x%02x", c));
              } else {
                printable.append((char) c);
              }
            });
    return printable.toString();
  }

  /** Control characters, and those that turn the direction of what follows. */
  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
