package io.pipit.doctor;

import io.pipit.errors.UserException;

/**
 * One result of an examination.
 *
 * @param area what it is about: cameras, disk and so on
 * @param what is the case, in one line
 * @param remedy what to do about it; empty when there is nothing to do
 */
public record Finding(Level level, String area, String what, String remedy) {
  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Good to know; nothing is wrong. */
    NOTE,
    /** Works, but not as it should, or not for long. */
    WARNING,
    /** Does not work. */
    PROBLEM
  }

  public Finding {
    if (what.isBlank() || remedy.isBlank() != (level == Level.OK)) {
      throw new IllegalArgumentException(
          "finding: it says what is the case and, if it is not OK, what to do, is "
              + (level + " '" + what + "', '" + remedy + "'"));
    }
  }

  /** All is well. */
  public static Finding ok(String area, String what) {
    return new Finding(Level.OK, area, what, "");
  }

  /** Good to know. */
  public static Finding note(String area, String what, String remedy) {
    return new Finding(Level.NOTE, area, what, remedy);
  }

  /** Should be fixed. */
  public static Finding warning(String area, String what, String remedy) {
    return new Finding(Level.WARNING, area, what, remedy);
  }

  /** Must be fixed. */
  public static Finding problem(String area, String what, String remedy) {
    return new Finding(Level.PROBLEM, area, what, remedy);
  }

  /**
   * An error of the user's, whose message ends with the remedy.
   *
   * @param otherwise the remedy when the message has none
   */
  public static Finding problem(String area, UserException e, String otherwise) {
    String message = String.valueOf(e.getMessage());
    int end = message.lastIndexOf("; ");
    return end < 0
        ? problem(area, message, otherwise)
        : problem(area, message.substring(0, end), message.substring(end + 2));
  }

  /** Whether something is wrong. */
  public boolean isWrong() {
    return level == Level.WARNING || level == Level.PROBLEM;
  }
}
