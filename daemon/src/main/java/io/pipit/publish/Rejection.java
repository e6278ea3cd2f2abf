package io.pipit.publish;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was wrong with something a client sent.
 *
 * @param code for programs
 * @param message for people
 * @param cmd the command it was about; null when that is not known
 */
public record Rejection(Code code, String message, @Nullable String cmd) {
  private static final int MAX_QUOTE_LENGTH = 64;

  /** The kinds of errors; their names in lower case are those of the protocol. */
  public enum Code {
    NOT_UTF8,
    LINE_TOO_LONG,
    INVALID_JSON,
    MISSING_FIELD,
    UNKNOWN_COMMAND,
    UNKNOWN_FIELD,
    UNKNOWN_VALUE,
    WRONG_TYPE,
    OUT_OF_RANGE,
    TOO_MANY_ERRORS,
    TOO_MANY_COMMANDS,
    TOO_MANY_BYTES,
    TOO_MANY_CLIENTS;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A client's own words, short enough and whole enough to be sent back. */
  public static String quote(String words) {
    boolean cut = words.length() > MAX_QUOTE_LENGTH;
    String start = cut ? words.substring(0, MAX_QUOTE_LENGTH) : words;
    return "'" + whole(start) + (cut ? "...'" : "'");
  }

  /** The same text with halves of surrogate pairs replaced: they have no UTF-8 form. */
  static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
