package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.actuate.PinSurvey;
import io.pipit.config.GpioSettings;
import io.pipit.config.GpioSettings.Backend;
import io.pipit.config.GpioSettings.Bias;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.doctor.Finding.Level;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PinsCheckTest {
  private static final RunningPipit RUNNING =
      new RunningPipit("1", List.of(), List.of("siren", "key"));

  /** A board with a free line, one in use, and none else. */
  private record Survey(String locked) implements PinSurvey {
    @Override
    public List<Chip> chips() {
      return List.of(new Chip("gpiochip0 (soc)", 54, 2, List.of("GPIO17 by 'led0'", "offset 4")));
    }

    @Override
    public Found find(LineAddress line) {
      return switch (line.toString()) {
        case "GPIO17" -> new Found("GPIO17 (soc offset 17)", true, "led0");
        case "GPIO22" -> new Found("GPIO22 (soc offset 22)", false, "");
        default -> throw new UserException(ExitCode.UNAVAILABLE, "no line is called " + line);
      };
    }
  }

  @Test
  void chipsAreReportedWithWhoUsesTheirLines() {
    assertEquals(
        List.of(
            Finding.ok(
                "gpio",
                "gpiochip0 (soc): 54 lines, 2 with names, 2 in use: GPIO17 by 'led0', offset 4")),
        find(GpioSettings.NONE, Optional.empty()));
  }

  @Test
  void linesThatCantBeHadAreProblems() {
    List<Finding> findings = find(pins("GPIO17", "GPIO22", true), Optional.empty());
    assertEquals("siren: GPIO17 (soc offset 17) is in use by 'led0'", findings.get(1).what());
    assertEquals(Level.PROBLEM, findings.get(1).level());
    assertEquals(Finding.ok("gpio", "key: GPIO22 (soc offset 22) is free"), findings.get(2));
    assertEquals(
        "siren: no line is called GPIO71",
        find(pins("GPIO71", "GPIO22", true), Optional.empty()).get(1).what());
  }

  @Test
  void linesThatNeedNotBeHadAreWarnings() {
    assertEquals(
        Level.WARNING, find(pins("GPIO17", "GPIO22", false), Optional.empty()).get(1).level());
  }

  @Test
  void aLineThatTheRunningPipitHasIsAsItShouldBe() {
    assertEquals(
        Finding.ok("gpio", "siren: GPIO17 (soc offset 17), the running Pipit has it"),
        find(pins("GPIO17", "GPIO22", true), Optional.of(RUNNING)).get(1));
  }

  @Test
  void aBoardWithoutChipsIsAProblemOnlyForWhoAsksForPins() {
    Supplier<PinSurvey> none = failing(ExitCode.UNAVAILABLE, "there is no GPIO chip");
    assertEquals(Level.OK, find(none, GpioSettings.NONE).level());
    assertEquals(Level.PROBLEM, find(none, pins("GPIO17", "GPIO22", true)).level());
  }

  @Test
  void chipsThatMayNotBeOpenedAreNoted() {
    Supplier<PinSurvey> locked = failing(ExitCode.NO_PERMISSION, "/dev/gpiochip0 is for root");
    assertEquals(Level.NOTE, find(locked, pins("GPIO17", "GPIO22", true)).level());
    Finding some =
        new PinsCheck(() -> new Survey("join gpio"), GpioSettings.NONE, Optional.empty())
            .find()
            .get(1);
    assertEquals("join gpio", some.remedy());
  }

  private static Supplier<PinSurvey> failing(ExitCode code, String message) {
    return () -> {
      throw new UserException(code, message);
    };
  }

  private static Finding find(Supplier<PinSurvey> survey, GpioSettings settings) {
    return new PinsCheck(survey, settings, Optional.empty()).find().get(0);
  }

  private static List<Finding> find(GpioSettings settings, Optional<RunningPipit> running) {
    return new PinsCheck(() -> new Survey(""), settings, running).find();
  }

  private static GpioSettings pins(String output, String input, boolean required) {
    return new GpioSettings(
        Backend.AUTO,
        required,
        List.of(
            new GpioSettings.Output(
                "siren",
                new LineAddress.Named(output),
                false,
                Duration.ofSeconds(1),
                null,
                Duration.ZERO,
                false)),
        List.of(
            new GpioSettings.Input(
                "key", new LineAddress.Named(input), false, Bias.NONE, Duration.ZERO)));
  }
}
