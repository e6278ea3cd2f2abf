package io.pipit.actuate;

import com.pi4j.Pi4J;
import com.pi4j.boardinfo.datareader.BoardCodeReader;
import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import io.pipit.actuate.Chips.Chip;
import io.pipit.actuate.Chips.Place;
import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.config.GpioSettings.Output;
import io.pipit.util.Platform;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Raspberry Pi, by way of Pi4J's gpiod provider. It knows lines by their offset on one chip only,
 * the first whose label has "pinctrl" in it.
 */
final class Pi4jPort implements GpioPort {
  private final Chips chips;
  private final SafeFile safeFile;
  private final Context context;

  /**
   * Starts Pi4J.
   *
   * @throws GpioException when it can't work here
   */
  Pi4jPort(Chips chips, SafeFile safeFile) {
    this.chips = chips;
    this.safeFile = safeFile;
    if (!knowsBoard()) {
      throw GpioException.unavailable(
          "Pi4J does not know this board; set gpio.backend to auto or diozero");
    }
    context =
        guarded(
            "Pi4J can't be started",
            () ->
                Pi4J.newContextBuilder()
                    .noAutoDetect()
                    .disableShutdownHook()
                    .add(
                        GpioDDigitalOutputProvider.newInstance(),
                        GpioDDigitalInputProvider.newInstance())
                    .build());
  }

  /** Whether Pi4J runs on this board; it has native libraries for ARM only. */
  static boolean knowsBoard() {
    try {
      BoardCodeReader.setModelFilePath(Backends.MODEL.toString());
      return Platform.isArm() && BoardInfoHelper.runningOnRaspberryPi();
    } catch (LinkageError e) {
      return false;
    }
  }

  /** The one chip that Pi4J uses. */
  static Optional<Chip> chip(Chips chips) {
    // libgpiod goes through them by the name of the device: 10 comes before 2.
    return chips.chips().stream()
        .filter(chip -> chip.label().contains("pinctrl"))
        .min(Comparator.comparing(chip -> String.valueOf(chip.number())));
  }

  @Override
  public void announce(List<Output> outputs) {
    safeFile.write(outputs, chips);
  }

  @Override
  public OutputLine output(Output output) {
    Place place = place(output.line());
    DigitalState safe = DigitalState.getState(output.high(output.safeOn()));
    DigitalOutput pin =
        guarded(
            "the line " + place + " is not available",
            () ->
                context.create(
                    DigitalOutput.newConfigBuilder(context)
                        .id("pipit-output-" + output.name())
                        .address(place.offset())
                        .initial(safe)
                        .shutdown(safe)
                        .provider(GpioDDigitalOutputProvider.ID)
                        .build()));
    return new OutputLine() {
      @Override
      public void set(boolean high) {
        guarded(
            "the line " + place + " can't be switched",
            () -> pin.state(DigitalState.getState(high)));
      }

      @Override
      public void close() {
        letGo(pin.id(), place);
      }
    };
  }

  @Override
  public InputLine input(Input input, Runnable onEdge) {
    Place place = place(input.line());
    PullResistance pull =
        switch (input.bias()) {
          case UP -> PullResistance.PULL_UP;
          case DOWN -> PullResistance.PULL_DOWN;
          case NONE -> PullResistance.OFF;
        };
    DigitalInput pin =
        guarded(
            "the line " + place + " is not available",
            () ->
                context.create(
                    DigitalInput.newConfigBuilder(context)
                        .id("pipit-input-" + input.name())
                        .address(place.offset())
                        .pull(pull)
                        .debounce(0L) // Pipit's own, the same with every back-end
                        .provider(GpioDDigitalInputProvider.ID)
                        .build()));
    pin.addListener(event -> onEdge.run());
    return new InputLine() {
      @Override
      public boolean high() {
        return guarded("the line " + place + " can't be read", pin::isHigh);
      }

      @Override
      public void close() {
        letGo(pin.id(), place);
      }
    };
  }

  private void letGo(String id, Place place) {
    guarded("the line " + place + " can't be let go", () -> context.shutdown(id));
  }

  @Override
  public void close() {
    guarded("Pi4J can't be stopped", context::shutdown);
  }

  private Place place(LineAddress line) {
    Place place = chips.find(line);
    if (!Optional.of(place.chip()).equals(chip(chips))) {
      throw GpioException.unavailable(
          "Pi4J can't reach the line " + place + "; set gpio.backend to auto or diozero");
    }
    return place;
  }

  /** Pi4J throws exceptions of many kinds, and errors when its libraries don't load. */
  private static <T> T guarded(String otherwise, Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException | LinkageError e) {
      throw GpioException.unavailable(otherwise, e);
    }
  }
}
