package io.pipit.cli;

import io.pipit.util.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is behind the process's standard output and standard error. */
enum Terminal {
  OUTPUT(1),
  ERROR(2);

  private final Path link;

  Terminal(int descriptor) {
    link = Path.of("/proc/self/fd/" + descriptor);
  }

  /** Whether somebody looks at it. */
  boolean isWatched() {
    String target = target();
    return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  /** Whether it shows colours, and the user wants some: see no-color.org. */
  boolean hasColours() {
    return hasColours(
        isWatched(),
        Platform.variable("NO_COLOR").orElse(""),
        Platform.variable("TERM").orElse(""));
  }

  /**
   * Whether there are colours.
   *
   * @param noColor what the variable NO_COLOR says; empty: nothing
   * @param term what the variable TERM says; empty: nothing
   */
  static boolean hasColours(boolean watched, String noColor, String term) {
    return watched && noColor.isEmpty() && !term.isEmpty() && !term.equals("dumb");
  }

  /**
   * A write to a pipe fails only when its reader has gone; the message would depend on a locale.
   */
  boolean isPipe() {
    String target = target();
    return target.startsWith("pipe:") || target.startsWith("socket:");
  }

  /** What it is, in the kernel's words; empty where there are none. */
  private String target() {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
