package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pipit completion} prints, asked by bash as it asks when TAB is pressed. */
class CompletionCommandTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder;

  @Test
  void commandsAndOptionsAreCompleted() throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no bash");
    List<String> commands = offers("");
    assertTrue(
        commands.containsAll(List.of("run", "check-config", "doctor", "help")), "" + commands);
    assertTrue(offers("doctor", "--").containsAll(List.of("--quick", "--json", "--help")));
    assertEquals(List.of("--effective"), offers("check-config", "--eff"));
  }

  @Test
  void itIsDescribedAsTheOthersAre() {
    CommandRun help = CommandRun.of("completion", "--help");
    assertEquals(
        """
        Usage: pipit completion [-h]
        Print what bash needs to complete Pipit's commands and options.
          -h, --help   Print this help and exit.
        """,
        help.out());
  }

  private List<String> offers(String... words) throws Exception {
    CommandRun run = CommandRun.of("completion");
    assertEquals(0, run.exitCode(), run.err());
    Path script = Files.writeString(folder.resolve("pipit"), run.out());
    String last = words[words.length - 1];
    String before = words.length > 1 ? words[words.length - 2] : "pipit";
    String ask =
        "source %s; COMP_WORDS=(pipit %s '%s'); COMP_CWORD=%d; _complete_pipit pipit '%s' '%s';"
                .formatted(
                    script,
                    String.join(" ", List.of(words).subList(0, words.length - 1)),
                    last,
                    words.length,
                    last,
                    before)
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder(BASH.toString(), "-c", ask).redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), output);
    return output.lines().map(String::strip).toList();
  }
}
