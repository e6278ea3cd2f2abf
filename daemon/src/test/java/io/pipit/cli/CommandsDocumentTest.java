package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.fault.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/commands.md says what the program says. */
class CommandsDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/commands.md");

  @Test
  void theDocumentListsEveryCommand() throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    List<String> commands =
        PipitCommand.commandLine(nowhere, nowhere, new Failures(nowhere))
            .getSubcommands()
            .entrySet()
            .stream()
            .map(
                command ->
                    "| `"
                        + command.getKey()
                        + "` | "
                        + command.getValue().getCommandSpec().usageMessage().description()[0]
                        + " |")
            .sorted()
            .toList();
    assertEquals(commands, rows("\\| `[a-z-]+` \\| .*").stream().sorted().toList());
  }

  @Test
  void theDocumentListsEveryExitCode() throws IOException {
    List<String> codes =
        Arrays.stream(ExitCode.values())
            .map(code -> "| " + code.number() + " | " + code.meaning() + " |")
            .toList();
    assertEquals(codes, rows("\\| [0-9]+ \\| .*"));
  }

  private static List<String> rows(String pattern) throws IOException {
    return Files.readAllLines(DOCUMENT).stream().filter(line -> line.matches(pattern)).toList();
  }
}
