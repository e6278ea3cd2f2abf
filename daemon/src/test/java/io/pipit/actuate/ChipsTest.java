package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.actuate.Chips.Chip;
import io.pipit.actuate.Chips.ChipLine;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.errors.ExitCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChipsTest {
  private static final Chip POWER = chip(0, "gpio-brcmstb", "NC", "GPIO_POWER");
  private static final Chip HEADER = chip(4, "pinctrl-rp1", "", "GPIO17", "GPIO22", "NC");
  private static final Chips BOARD = new Chips(List.of(POWER, HEADER), "");

  @Test
  void aLineIsFoundByItsNameOnWhateverChip() {
    assertEquals(new Chips.Place(HEADER, 1), BOARD.find(new LineAddress.Named("GPIO17")));
    assertEquals(
        "GPIO17 (pinctrl-rp1 offset 1)", BOARD.find(new LineAddress.Named("GPIO17")).toString());
  }

  @Test
  void aLineIsFoundByItsChipsLabelAndItsOffset() {
    assertEquals(new Chips.Place(HEADER, 0), BOARD.find(new LineAddress.At("pinctrl-rp1", 0)));
    assertEquals(
        "pinctrl-rp1 offset 0", BOARD.find(new LineAddress.At("pinctrl-rp1", 0)).toString());
  }

  @Test
  void whatIsNotThereIsNamedWithWhatWasMeant() {
    refuses(new LineAddress.Named("GPIO71"), "no line is called GPIO71; did you mean GPIO17?");
    refuses(new LineAddress.Named("X"), "no line is called X");
    refuses(
        new LineAddress.At("pinctrl-rp2", 0),
        "no chip has the label pinctrl-rp2; did you mean pinctrl-rp1?;"
            + " there are: gpio-brcmstb, pinctrl-rp1");
    refuses(
        new LineAddress.At("pinctrl-rp1", 4), "the chip pinctrl-rp1 has the offsets 0 to 3 only");
  }

  @Test
  void aNameThatTwoLinesHaveIsRefused() {
    refuses(
        new LineAddress.Named("NC"),
        "more than one line is called NC, such as NC (gpio-brcmstb offset 0) and"
            + " NC (pinctrl-rp1 offset 3); name chip and offset instead");
    Chips twins = new Chips(List.of(HEADER, chip(5, "pinctrl-rp1", "OTHER")), "");
    GpioException e =
        assertThrows(GpioException.class, () -> twins.find(new LineAddress.At("pinctrl-rp1", 0)));
    assertEquals("2 chips have the label pinctrl-rp1; name the line instead", e.getMessage());
  }

  @Test
  void aLineInUseIsNamedWithItsUser() {
    Chip busy =
        new Chip(
            0, "soc", List.of(new ChipLine("LED", true, "led0"), new ChipLine("CS", true, "")));
    Chips board = new Chips(List.of(busy), "");
    GpioException e =
        assertThrows(GpioException.class, () -> board.find(new LineAddress.Named("LED")));
    assertEquals("the line LED (soc offset 0) is in use by 'led0'", e.getMessage());
    e = assertThrows(GpioException.class, () -> board.find(new LineAddress.At("soc", 1)));
    assertEquals("the line CS (soc offset 1) is in use", e.getMessage());
  }

  @Test
  void whatMayBeOnALockedChipIsAMatterOfPermission() {
    Chips board = new Chips(List.of(POWER), "/dev/gpiochip4 is for the group gpio only");
    GpioException e =
        assertThrows(GpioException.class, () -> board.find(new LineAddress.Named("X17")));
    assertEquals(ExitCode.NO_PERMISSION, e.exitCode());
    assertEquals(
        "no line is called X17; but /dev/gpiochip4 is for the group gpio only", e.getMessage());
  }

  static Chip chip(int number, String label, String... names) {
    return new Chip(
        number, label, Arrays.stream(names).map(name -> new ChipLine(name, false, "")).toList());
  }

  private static void refuses(LineAddress line, String message) {
    GpioException e = assertThrows(GpioException.class, () -> BOARD.find(line));
    assertEquals(message, e.getMessage());
    assertEquals(ExitCode.UNAVAILABLE, e.exitCode());
  }
}
