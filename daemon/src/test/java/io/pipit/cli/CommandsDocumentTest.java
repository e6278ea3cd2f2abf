package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.errors.ExitCode;
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

  @Test
  void everyCommandThatADocumentShowsIsUnderstood() throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int shown = 0;
    for (String document :
        List.of("../README.md", "../docs/field-guide.md", "../docs/commands.md")) {
      for (String line : Files.readAllLines(Path.of(document))) {
        if (line.startsWith("pipit ")) {
          String[] words =
              line.replaceFirst(" +#.*", "").substring("pipit ".length()).split(" +", -1);
          PipitCommand.commandLine(nowhere, nowhere, new Failures(nowhere)).parseArgs(words);
          shown++;
        }
      }
    }
    assertTrue(shown >= 5, "commands: " + shown);
  }

  private static List<String> rows(String pattern) throws IOException {
    return Files.readAllLines(DOCUMENT).stream().filter(line -> line.matches(pattern)).toList();
  }
}
