package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pipit.errors.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd/pipit.service calls what there is, and systemd understands it. */
class ServiceFileTest {
  private static final Path UNIT = Path.of("../systemd/pipit.service");
  private static final Path SCRIPTS = Path.of("src/main/bin");
  private static final Path PROGRAMS = Path.of("src/main/programs/linux-x86_64");
  private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");

  /** The project's own limit, in tenths as systemd-analyze takes it. */
  private static final int EXPOSURE = 15;

  @TempDir private Path folder;

  private record Run(int exitCode, String output) {}

  @Test
  void everythingThatItCallsIsThere() throws IOException {
    List<String> calls = values("ExecStart(Pre|Post)?|ExecStop(Post)?|ExecReload");
    assertTrue(calls.size() >= 3, calls.toString());
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    String startScript = Files.readString(SCRIPTS.resolve("pipit"));
    for (String call : calls) {
      String[] words = call.replaceFirst("^[-+@:!]+", "").split(" +", -1);
      assertTrue(Files.isExecutable(here(words[0])), call);
      assertTrue(words[0].matches("/usr/bin/pipit|/usr/lib/pipit/bin/.*"), call);
      String[] arguments = Arrays.copyOfRange(words, 1, words.length);
      if (words[0].equals("/usr/bin/pipit") && !startScript.contains("= " + arguments[0] + " ]")) {
        PipitCommand.commandLine(nowhere, nowhere, new Failures(nowhere)).parseArgs(arguments);
      }
    }
  }

  @Test
  void onlyTheEndOfRecordingsAndAWrongConfigurationAreFinal() throws IOException {
    assertEquals(List.of("always"), values("Restart"));
    assertEquals(
        List.of(ExitCode.OK.number() + " " + ExitCode.CONFIG.number()),
        values("RestartPreventExitStatus"));
  }

  @Test
  void systemdUnderstandsEveryLine() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SYSTEMD_ANALYZE), "there is no systemd-analyze");
    String unit =
        Pattern.compile("/usr/(bin|lib/pipit/bin)/[a-z-]+")
            .matcher(Files.readString(UNIT).replaceAll("(?m)^Documentation=.*", ""))
            .replaceAll(found -> here(found.group()).toAbsolutePath().normalize().toString());
    Path copy = Files.writeString(folder.resolve("pipit.service"), unit);
    Run run = analyze("verify", copy.toString());
    String complaints = lines(run.output(), "pipit.service").strip();
    assertEquals(new Run(0, ""), new Run(run.exitCode(), complaints));
  }

  /** The package installs them as a drop-in where systemd knows them. */
  @Test
  void keysOfSystemd254StandApart() throws IOException {
    assertEquals(
        List.of("[Service]", "RestartSteps=6", "RestartMaxDelaySec=30s"),
        Files.readAllLines(UNIT.resolveSibling("restart.conf")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList());
    assertEquals(List.of(), values("RestartSteps|RestartMaxDelaySec"));
  }

  @Test
  void itsExposureIsWithinTheLimit() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SYSTEMD_ANALYZE), "there is no systemd-analyze");
    Run run = analyze("security", "--offline=true", "--threshold=" + EXPOSURE, UNIT.toString());
    assertEquals(0, run.exitCode(), lines(run.output(), "Overall"));
  }

  /** Where the sources have what the package puts there. */
  private static Path here(String installed) {
    Path name = Path.of(installed).getFileName();
    Path script = SCRIPTS.resolve(name);
    return Files.exists(script) ? script : PROGRAMS.resolve(name);
  }

  private static List<String> values(String key) throws IOException {
    return Files.readAllLines(UNIT).stream()
        .filter(line -> line.matches("(" + key + ")=.*"))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .toList();
  }

  /** Other units of the system may have errors of their own. */
  private static String lines(String output, String word) {
    return String.join("\n", output.lines().filter(line -> line.contains(word)).toList());
  }

  private static Run analyze(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(SYSTEMD_ANALYZE.toString());
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
