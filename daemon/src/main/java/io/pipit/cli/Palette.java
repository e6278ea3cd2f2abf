package io.pipit.cli;

/** Colours of a terminal; plain text where there is none. */
final class Palette {
  private static final String END = "\033[0m";

  private final boolean coloured;

  Palette(boolean coloured) {
    this.coloured = coloured;
  }

  /** For what goes to standard output. */
  static Palette ofOutput() {
    return new Palette(Terminal.OUTPUT.hasColours());
  }

  /** What a text is, from which follows how it looks. */
  enum Tone {
    PLAIN(""),
    /** Wrong, or gone. */
    BAD("31"),
    /** New, or as it should be. */
    GOOD("32"),
    /** Changed, or worth a look. */
    ODD("33"),
    /** What one looks for. */
    STRONG("1"),
    /** What stands beside it. */
    FAINT("2");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  String paint(Tone tone, String text) {
    return coloured && tone != Tone.PLAIN ? "\033[" + tone.code + "m" + text + END : text;
  }
}
