package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.diozero.internal.provider.builtin.gpio.GpioChip;
import io.pipit.actuate.Backends.Choice;
import io.pipit.config.GpioSettings;
import io.pipit.config.GpioSettings.Backend;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.config.GpioSettings.Output;
import io.pipit.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
  private static final Chips PI_5 =
      new Chips(
          List.of(
              ChipsTest.chip(0, "pinctrl-rp1", "GPIO17"),
              ChipsTest.chip(10, "gpio-brcmstb", "PWR"),
              ChipsTest.chip(11, "mcp23017", "RELAY1")),
          "");

  @TempDir private Path folder;

  @Test
  void aRaspberryPiIsDrivenByPi4j() {
    assertEquals(
        new Choice(Backend.PI4J, "the board is a Raspberry Pi 5 Model B Rev 1.0"),
        choose("Raspberry Pi 5 Model B Rev 1.0", true, "GPIO17"));
  }

  @Test
  void anyOtherBoardIsDrivenByDiozero() {
    assertEquals(
        new Choice(Backend.DIOZERO, "the board is a Radxa ROCK 3A"),
        choose("Radxa ROCK 3A", true, "GPIO17"));
    assertEquals(
        new Choice(Backend.DIOZERO, "the board does not say what it is"),
        choose("", true, "GPIO17"));
  }

  @Test
  void aRaspberryPiThatPi4jCanNotServeIsDrivenByDiozero() {
    assertEquals(
        new Choice(Backend.DIOZERO, "Pi4J does not know the board Raspberry Pi 6"),
        choose("Raspberry Pi 6", false, "GPIO17"));
    assertEquals(
        new Choice(Backend.DIOZERO, "Pi4J can't reach the line RELAY1"),
        choose("Raspberry Pi 5", true, "RELAY1"));
  }

  @Test
  void aLineThatIsNotThereDoesNotChangeTheChoice() {
    assertEquals(Backend.PI4J, choose("Raspberry Pi 5", true, "GPIO71").backend());
  }

  @Test
  void whatIsConfiguredIsTaken() {
    GpioSettings settings = new GpioSettings(Backend.DIOZERO, true, List.of(), List.of());
    assertEquals(
        new Choice(Backend.DIOZERO, "as configured"),
        Backends.choose(settings, "Raspberry Pi 5", () -> true, PI_5));
  }

  @Test
  void pi4jTakesTheFirstPinctrlByTheDevicesName() {
    Chips board =
        new Chips(
            List.of(ChipsTest.chip(2, "pinctrl-a", "A"), ChipsTest.chip(10, "pinctrl-b", "B")), "");
    assertEquals("pinctrl-b", Pi4jPort.chip(board).orElseThrow().label());
  }

  @Test
  void withoutAnyChipOneLineSaysSo() {
    GpioException e = assertThrows(GpioException.class, () -> new BoardChips(folder));
    assertEquals("there is no GPIO chip: " + folder + " has no gpiochip0", e.getMessage());
    assertEquals(ExitCode.UNAVAILABLE, e.exitCode());
  }

  @Test
  void whatIsNoChipIsOneLineToo() throws IOException {
    Path device = Files.createFile(folder.resolve("gpiochip3"));
    GpioException e = assertThrows(GpioException.class, () -> new BoardChips(folder));
    assertEquals(device + " can't be opened", e.getMessage());
  }

  // Pi4J's native part is for ARM only; all of its Java is here on any platform.
  @Test
  void bothLibrariesAreOnTheClassPath() {
    assertDoesNotThrow(GpioChip::getChips); // its native library too
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    if (!arm) {
      assertFalse(Pi4jPort.knowsBoard());
      GpioException e =
          assertThrows(GpioException.class, () -> new Pi4jPort(PI_5, new SafeFile(Map.of())));
      assertEquals(
          "Pi4J does not know this board; set gpio.backend to auto or diozero", e.getMessage());
    }
  }

  private static Choice choose(String model, boolean known, String line) {
    Output output =
        new Output(
            "siren",
            new LineAddress.Named(line),
            false,
            Duration.ofSeconds(1),
            null,
            Duration.ZERO,
            false);
    GpioSettings settings = new GpioSettings(Backend.AUTO, true, List.of(output), List.of());
    return Backends.choose(settings, model, () -> known, PI_5);
  }
}
