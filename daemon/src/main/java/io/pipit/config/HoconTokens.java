package io.pipit.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in a HOCON text, and the steps that go on from there. */
final class HoconTokens {
  /** After the last character. */
  static final char END = '\0';

  private static final String NOT_UNQUOTED = "\"{}[]:=,+#`^?!@*&\\$\n";

  private static final Pattern INCLUDE =
      Pattern.compile(
          "include\\s+(?:required\\s*\\(\\s*)?(?:(file|url|classpath)\\s*\\(\\s*)?(?=\")");

  private final String text;
  private int at;
  private int line = 1;

  HoconTokens(String text) {
    this.text = text;
  }

  /** The line of the next character, from 1. */
  int line() {
    return line;
  }

  /** The next character. */
  char peek() {
    return charAt(at);
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : END;
  }

  /** Goes past the next character. */
  void next() {
    if (peek() == '\n') {
      line++;
    }
    at++;
  }

  /** Goes past these characters if they are the next ones. */
  boolean skip(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  /** Goes past blanks, line breaks and comments; gives the next character. */
  char skipBlank() {
    while (skipSpaces() == '\n') {
      next();
    }
    return peek();
  }

  /** Goes past blanks and a comment, not past the line's end; gives the next character. */
  char skipSpaces() {
    while (peek() != '\n' && isSpace(peek())) {
      at++;
    }
    if (peek() == '#' || text.startsWith("//", at)) {
      while (peek() != '\n' && at < text.length()) {
        at++;
      }
    }
    return peek();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }

  /** A key's path: its parts, quoted or not, without the blanks around it. */
  String key() {
    int begin = at;
    do {
      unquoted();
    } while (peek() == '"' && quoted());
    return text.substring(begin, at).replace("\"", "").strip();
  }

  /**
   * Goes past what stands before the name in an include statement; gives the kind of include, ""
   * for none. Null when no such statement is next.
   */
  @Nullable String include() {
    Matcher statement = INCLUDE.matcher(text).region(at, text.length());
    if (!statement.lookingAt()) {
      return null;
    }
    at = statement.end();
    return statement.group(1) == null ? "" : statement.group(1);
  }

  /** Characters that need no quotes, up to one that does or a comment. */
  String unquoted() {
    int begin = at;
    while (at < text.length() && NOT_UNQUOTED.indexOf(peek()) < 0 && !text.startsWith("//", at)) {
      at++;
    }
    return text.substring(begin, at);
  }

  /** Goes past a quoted text; false when it is not closed in its line. */
  boolean quoted() {
    if (skip("\"\"\"")) {
      while (at < text.length() && !text.startsWith("\"\"\"", at)) {
        next();
      }
      boolean closed = skip("\"\"\"");
      while (closed && peek() == '"') {
        at++; // quotes that belong to the text
      }
      return closed;
    }
    at++;
    while (peek() != '"') {
      if (peek() == END || peek() == '\n') {
        return false;
      }
      at += peek() == '\\' ? 2 : 1;
    }
    at++;
    return true;
  }

  /** What a quoted text says; null when it is not closed. */
  @Nullable String text() {
    int begin = at;
    return quoted() ? text.substring(begin, at).replace("\"", "").replace("\\\\", "\\") : null;
  }

  /** Goes past {@code ${...}}. */
  void substitution() {
    while (peek() != '}' && peek() != '\n' && peek() != END) {
      at++;
    }
    if (peek() == '}') {
      at++;
    }
  }
}
