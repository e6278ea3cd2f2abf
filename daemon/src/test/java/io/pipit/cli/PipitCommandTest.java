package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PipitCommandTest {
  private static final OutputStream BROKEN =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("No space left on device");
        }
      };

  @Test
  void anUnknownCommandIsAUsageErrorWithASuggestion() {
    CommandRun run = CommandRun.of("verison");
    assertEquals(64, run.exitCode());
    assertEquals(
        "pipit: unknown command 'verison'; did you mean version? (see 'pipit --help')\n",
        run.err());
    assertEquals("", run.out());
  }

  @Test
  void anUnknownOptionIsAUsageErrorWithASuggestion() {
    CommandRun run = CommandRun.of("version", "--hepl");
    assertEquals(64, run.exitCode());
    assertEquals(
        "pipit: unknown option '--hepl'; did you mean --help? (see 'pipit version --help')\n",
        run.err());
  }

  @Test
  void anArgumentTooManyIsAUsageError() {
    CommandRun run = CommandRun.of("version", "now");
    assertEquals(64, run.exitCode());
    assertEquals("pipit: unknown argument 'now' (see 'pipit version --help')\n", run.err());
  }

  @Test
  void noCommandIsAUsageError() {
    CommandRun run = CommandRun.of();
    assertEquals(64, run.exitCode());
    assertEquals("pipit: a command is missing (see 'pipit --help')\n", run.err());
  }

  @Test
  void everyCommandHasHelpWithADescription() {
    StringWriter none = new StringWriter();
    PrintWriter writer = new PrintWriter(none);
    var pipit = PipitCommand.commandLine(writer, writer, new Failures(writer));
    for (var command : pipit.getSubcommands().entrySet()) {
      for (String option : new String[] {"-h", "--help"}) {
        CommandRun run = CommandRun.of(command.getKey(), option);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("Usage: pipit " + command.getKey()), run.out());
      }
      String[] text = command.getValue().getCommandSpec().usageMessage().description();
      assertTrue(text.length > 0, command.getKey() + " has no description");
    }
  }

  @Test
  void theHelpListsEveryExitCode() {
    String help = CommandRun.of("--help").out();
    for (ExitCode code : ExitCode.values()) {
      assertTrue(help.lines().anyMatch(line -> line.strip().startsWith(code.number() + " ")), help);
    }
  }

  @Test
  void versionNamesPipitAndJava() {
    CommandRun run = CommandRun.of("version");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().startsWith("pipit "), run.out());
    assertTrue(run.out().contains("\nJava 1") || run.out().contains("\nJava 2"), run.out());
    assertEquals(run, CommandRun.of("--version"));
  }

  @Test
  void aUserErrorIsOneLineWithItsCode() {
    StringWriter err = new StringWriter();
    ExitCode code =
        new Failures(new PrintWriter(err, true))
            .explain(new UserException(ExitCode.NO_INPUT, "a.jpg: not found"));
    assertEquals(ExitCode.NO_INPUT, code);
    assertEquals("pipit: a.jpg: not found\n", err.toString());
  }

  @Test
  void aReaderThatLeavesEndsTheCommandQuietly() {
    CommandRun run = intoBrokenOutput(true);
    assertEquals(new CommandRun(0, "", ""), run);
  }

  @Test
  void aFullDiskUnderStandardOutputIsAnError() {
    CommandRun run = intoBrokenOutput(false);
    assertEquals(73, run.exitCode());
    assertEquals("pipit: standard output can't be written: No space left on device\n", run.err());
  }

  private static CommandRun intoBrokenOutput(boolean pipe) {
    StringWriter err = new StringWriter();
    PrintWriter out =
        new PrintWriter(new StandardOutput(BROKEN, pipe), true, StandardCharsets.UTF_8);
    int code = PipitCommand.execute(out, new PrintWriter(err, true), "version");
    return new CommandRun(code, "", err.toString());
  }
}
