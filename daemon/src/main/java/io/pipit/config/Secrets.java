package io.pipit.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps passwords out of everything that is printed. */
public final class Secrets {
  /** What begins a URL; and a user with a password where somebody forgot that. */
  private static final Pattern BEGINS = Pattern.compile("://|(?<![\\w/])[\\w.-]+:(?=[^\\s/@]+@)");

  /** A parameter that is a secret by its name, in a query or in a path. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)([\\w-]*(?:pass|pwd|psw|token|secret|auth|credential|api_?key)[\\w-]*|pw|user\\w*|usr|login)"
              + "(=|%3[dD])([^&;/\\s\"']*)");

  private static final Pattern ENDS_LINE = Pattern.compile("[\"'<>\n]");
  private static final Pattern ENDS_WORD = Pattern.compile("\\s");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[^\\]\\s]*\\]|[\\w.-]+)(?::\\d+)?(?=[/?#\\s)]|:\\s|$)");

  private Secrets() {}

  /** The text with the users and passwords of URLs in it replaced by three stars. */
  public static String mask(String original) {
    String text = PARAMETER.matcher(original).replaceAll("$1$2***");
    StringBuilder masked = new StringBuilder();
    int done = 0;
    Matcher begins = BEGINS.matcher(text);
    while (begins.find(done)) {
      int end = endOfUser(text, begins.end());
      if (end < 0) {
        masked.append(text, done, begins.end());
        done = begins.end();
        continue;
      }
      boolean url = begins.group().equals("://");
      masked.append(text, done, url ? begins.end() : begins.start()).append("***");
      done = end;
    }
    return masked.append(text, done, text.length()).toString();
  }

  /**
   * Where the '@' is that ends a user and password; -1 when there are none. In the word that begins
   * there the last one counts. A password may even have blanks: where what comes next is no host,
   * the last '@' of the line counts that has a host after it.
   */
  private static int endOfUser(String text, int from) {
    int line = indexOf(ENDS_LINE, text, from);
    int word = Math.min(line, indexOf(ENDS_WORD, text, from));
    int at = text.lastIndexOf('@', word - 1);
    boolean named = at >= from;
    if (!named && HOST.matcher(text).region(from, line).lookingAt()) {
      return -1;
    }
    if (named) {
      return at;
    }
    for (int i = text.lastIndexOf('@', line - 1); i >= from; i = text.lastIndexOf('@', i - 1)) {
      if (HOST.matcher(text).region(i + 1, line).lookingAt()) {
        return i;
      }
    }
    return -1;
  }

  private static int indexOf(Pattern what, String text, int from) {
    Matcher found = what.matcher(text);
    return found.find(from) ? found.start() : text.length();
  }
}
