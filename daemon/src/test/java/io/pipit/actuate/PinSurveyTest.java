package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.actuate.Chips.ChipLine;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinSurveyTest {
  private static final PinSurvey SURVEY =
      new ChipSurvey(
          new Chips(
              List.of(
                  new Chips.Chip(
                      4,
                      "soc",
                      List.of(
                          new ChipLine("LED", true, "led0"),
                          new ChipLine("", true, ""),
                          new ChipLine("GPIO17", false, "")))),
              "join gpio"));

  @Test
  void aChipIsReportedWithWhoUsesItsLines() {
    assertEquals(
        List.of(new PinSurvey.Chip("gpiochip4 (soc)", 3, 2, List.of("LED by 'led0'", "offset 1"))),
        SURVEY.chips());
    assertEquals("join gpio", SURVEY.locked());
  }

  @Test
  void aLineIsFoundWhoeverUsesIt() {
    assertEquals(
        new PinSurvey.Found("LED (soc offset 0)", true, "led0"),
        SURVEY.find(new LineAddress.Named("LED")));
    assertEquals(
        new PinSurvey.Found("GPIO17 (soc offset 2)", false, ""),
        SURVEY.find(new LineAddress.At("soc", 2)));
  }

  @Test
  void whatIsNotThereIsAnErrorOfTheUsers(@TempDir Path devices) {
    UserException e =
        assertThrows(UserException.class, () -> SURVEY.find(new LineAddress.Named("GPIO71")));
    assertEquals(ExitCode.NO_PERMISSION, e.exitCode()); // it may be on the locked chip
    e = assertThrows(UserException.class, () -> PinSurvey.of(devices));
    assertEquals("there is no GPIO chip: " + devices + " has no gpiochip0", e.getMessage());
  }
}
