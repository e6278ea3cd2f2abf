package io.pipit.cli;

/** A number of objects in words, such as {@code 1 warning} and {@code 2 warnings}. */
final class Several {
  private Several() {}

  /**
   * The number and the word.
   *
   * @param word for one of them; takes an s for more
   */
  static String of(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
