package io.pipit.errors;

import java.util.Arrays;

/** The exit codes of all commands, numbered as sysexits.h does. */
public enum ExitCode {
  OK(0, "done"),
  FINDING(1, "a check has failed: the command's own line says which"),
  USAGE(64, "unknown command or option, or a wrong value for one"),
  DATA(65, "bad data: a file that is no image, a corrupt model"),
  NO_INPUT(66, "an input file is missing or can't be read"),
  UNAVAILABLE(69, "a camera, a port, a pin or a program that is needed is not available"),
  INTERNAL(70, "an internal error (a bug in Pipit; please report it)"),
  CANT_CREATE(73, "an output or the cache can't be written"),
  RESTART(75, "ended to be restarted: cameras stayed away for too long"),
  NO_PERMISSION(77, "the user that Pipit runs as may not use a device that is needed"),
  CONFIG(78, "errors in the configuration file");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The code with a number; {@link #INTERNAL} where there is none. */
  public static ExitCode of(int number) {
    return Arrays.stream(values())
        .filter(code -> code.number == number)
        .findFirst()
        .orElse(INTERNAL);
  }

  /** What the process exits with. */
  public int number() {
    return number;
  }

  /** One line for the user. */
  public String meaning() {
    return meaning;
  }
}
