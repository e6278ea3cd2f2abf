package io.pipit.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What one command line came to, run inside the test's process. */
record CommandRun(int exitCode, String out, String err) {
  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = PipitCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
