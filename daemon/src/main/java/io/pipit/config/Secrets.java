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

  private Secrets() {}

  /** The text with the users and passwords of URLs in it replaced by three stars. */
  public static String mask(String text) {
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
    masked.append(text, done, text.length());
    return PARAMETER.matcher(masked).replaceAll("$1$2***");
  }

  /**
   * Where the '@' is that ends a user and password; -1 when there are none. The last one of the
   * word counts; a password may even have blanks, so that another '@' in the line counts as well
   * where the word has no place for a host.
   */
  private static int endOfUser(String text, int from) {
    int word = from;
    while (word < text.length() && "\"'<>\n".indexOf(text.charAt(word)) < 0) {
      if (Character.isWhitespace(text.charAt(word)) && text.lastIndexOf('@', word) > from) {
        break;
      }
      word++;
    }
    String part = text.substring(from, word);
    int next = part.indexOf("://");
    int at = (next < 0 ? part : part.substring(0, next)).lastIndexOf('@');
    return at < 0 ? -1 : from + at;
  }
}
