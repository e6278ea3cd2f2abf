package io.pipit.config;

import java.util.regex.Pattern;

/** Keeps passwords out of everything that is printed. */
public final class Secrets {
  // Up to the last '@' of the word: a password may hold one that is not escaped.
  private static final Pattern USER_INFO = Pattern.compile("://[^\\s\"']*@");

  private Secrets() {}

  /** The text with the user and password of every URL in it replaced by three stars. */
  public static String mask(String text) {
    return USER_INFO.matcher(text).replaceAll("://***@");
  }
}
