package io.pipit.doctor;

import java.io.IOException;
import java.time.Duration;

/** Other programs of the board that report more about it. */
interface Programs {
  /** How long a program may take that has little to do. */
  Duration SOON = Duration.ofSeconds(20);

  boolean installed(String program);

  /**
   * Runs a program that is installed.
   *
   * @param limit it is killed after this time
   * @throws IOException when it can't be started
   */
  Result run(Duration limit, String... command) throws IOException, InterruptedException;

  /**
   * What came of it.
   *
   * @param status its exit status; {@link #TIMED_OUT} when it was killed
   * @param output all that it wrote
   */
  record Result(int status, String output) {
    static final int TIMED_OUT = -1;

    boolean ok() {
      return status == 0;
    }

    /** The last line of what it wrote; how it ended when it wrote nothing. */
    String lastLine() {
      if (status == TIMED_OUT) {
        return "it hangs";
      }
      String[] lines = output.strip().split("\n", -1);
      String last = lines[lines.length - 1].strip();
      return last.isEmpty() ? "exit status " + status : last;
    }
  }
}
