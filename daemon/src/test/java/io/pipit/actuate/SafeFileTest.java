package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.actuate.Chips.Chip;
import io.pipit.actuate.Chips.ChipLine;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.config.GpioSettings.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon leaves for pipit-gpio-safe, and what that does without any chip. */
class SafeFileTest {
  private static final Chips BOARD =
      new Chips(
          List.of(new Chip(4, "pinctrl-rp1", List.of(line("NC"), line("GPIO17"), line("GPIO22")))),
          "");

  @TempDir private Path folder;

  @Test
  void everyLineStandsWithTheLevelAtWhichItIsSafe() throws IOException {
    write(
        output("siren", new LineAddress.Named("GPIO17"), false, false),
        output("fan", new LineAddress.At("pinctrl-rp1", 2), true, false),
        output("lock", new LineAddress.At("pinctrl-rp1", 0), false, true));
    assertEquals(
        """
        4\t1\t0\tpinctrl-rp1\tsiren
        4\t2\t1\tpinctrl-rp1\tfan
        4\t0\t1\tpinctrl-rp1\tlock
        """,
        Files.readString(folder.resolve("outputs")));
  }

  @Test
  void aLineThatIsNotThereIsLeftOut() throws IOException {
    write(
        output("gone", new LineAddress.Named("GPIO5"), false, false),
        output("siren", new LineAddress.Named("GPIO17"), false, false));
    assertEquals("4\t1\t0\tpinctrl-rp1\tsiren\n", Files.readString(folder.resolve("outputs")));
  }

  @Test
  void withoutSystemdNothingIsWritten() {
    new SafeFile(Map.of())
        .write(List.of(output("a", new LineAddress.Named("NC"), false, false)), BOARD);
  }

  @Test
  void theProgramSaysWhichOutputItCannotReach() throws Exception {
    Files.writeString(folder.resolve("outputs"), "999\t17\t0\tno-chip\tsiren\nnonsense\n");
    Process process = program(folder.resolve("outputs"));
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(69, process.exitValue());
    assertEquals(
        "<3>pipit-gpio-safe: output siren (gpiochip999 offset 17): chip not found,"
            + " line left unchanged\n"
            + ("<3>pipit-gpio-safe: "
                + folder.resolve("outputs")
                + ": line 2 does not have the daemon's format\n"),
        said);
  }

  @Test
  void withoutAFileThereIsNothingToMakeSafe() throws Exception {
    Process process = program(folder.resolve("outputs"));
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  private static Process program(Path file) throws IOException {
    String platform = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    Path program = Path.of("src/main/programs/linux-" + platform + "/pipit-gpio-safe");
    return new ProcessBuilder(program.toString(), file.toString()).start();
  }

  private void write(Output... outputs) {
    new SafeFile(Map.of("RUNTIME_DIRECTORY", folder.toString())).write(List.of(outputs), BOARD);
  }

  private static Output output(String name, LineAddress line, boolean activeLow, boolean safeOn) {
    return new Output(name, line, activeLow, Duration.ofSeconds(1), null, Duration.ZERO, safeOn);
  }

  private static ChipLine line(String name) {
    return new ChipLine(name, false, "");
  }
}
