package io.pipit;

import io.pipit.cli.PipitCommand;
import io.pipit.cli.StandardOutput;
import io.pipit.system.Logging;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the command line, calls one command and ends with its exit code. The exit must be explicit:
 * libtorch's Java part leaves a thread behind that would keep the process alive.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // numbers have digits that programs read, whatever is set here
    Logging.start();
    // UTF-8 whatever the locale: the output is JSON lines and file names.
    PrintWriter out = new PrintWriter(StandardOutput.open(), true, StandardCharsets.UTF_8);
    PrintWriter err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(PipitCommand.execute(out, err, args));
  }
}
