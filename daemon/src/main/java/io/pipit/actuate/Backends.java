package io.pipit.actuate;

import io.pipit.actuate.Chips.Chip;
import io.pipit.config.GpioSettings;
import io.pipit.config.GpioSettings.Backend;
import io.pipit.config.GpioSettings.LineAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what drives the pins, and says why. A library that is not chosen is not loaded. */
final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  /** The same as /proc/device-tree/model, but systemd's ProcSubset=pid leaves it visible. */
  static final Path MODEL = Path.of("/sys/firmware/devicetree/base/model");

  private static final Path DEVICES = Path.of("/dev");

  private Backends() {}

  /**
   * What drives the pins.
   *
   * @param why for a person
   */
  record Choice(Backend backend, String why) {}

  /**
   * Opens what is configured, or what suits this board.
   *
   * @param safeFile records which lines the port will drive
   * @throws GpioException when the board's pins can't be used at all
   */
  static GpioPort open(GpioSettings settings, SafeFile safeFile) {
    if (settings.backend() == Backend.DRY_RUN) {
      LOG.info("[gpio] back-end dry-run (as configured): no pin is touched");
      return new DryRunPort();
    }
    BoardChips board = new BoardChips(DEVICES);
    Choice choice = choose(settings, model(), Pi4jPort::knowsBoard, board.chips());
    GpioPort port = open(choice, settings.backend() == Backend.AUTO, board, safeFile);
    String name = port instanceof Pi4jPort ? "pi4j" : "diozero";
    LOG.info("[gpio] back-end {} ({})", name, choice.why());
    return port;
  }

  private static GpioPort open(
      Choice choice, boolean automatic, BoardChips board, SafeFile safeFile) {
    if (choice.backend() == Backend.PI4J) {
      try {
        return new Pi4jPort(board.chips(), safeFile);
      } catch (GpioException e) {
        if (!automatic) {
          throw e;
        }
        LOG.warn("[gpio] {}; diozero takes its place", e.getMessage());
      }
    }
    return new DiozeroPort(board, safeFile);
  }

  /**
   * The choice for this board.
   *
   * @param model what the device tree calls the board; empty when it has none
   * @param pi4jKnowsBoard is asked on a Raspberry Pi only
   */
  static Choice choose(
      GpioSettings settings, String model, BooleanSupplier pi4jKnowsBoard, Chips chips) {
    if (settings.backend() != Backend.AUTO) {
      return new Choice(settings.backend(), "as configured");
    }
    if (!model.contains("Raspberry Pi")) {
      return new Choice(
          Backend.DIOZERO,
          model.isEmpty() ? "the board does not say what it is" : "the board is a " + model);
    }
    if (!pi4jKnowsBoard.getAsBoolean()) {
      return new Choice(Backend.DIOZERO, "Pi4J does not know the board " + model);
    }
    Optional<Chip> pi4jChip = Pi4jPort.chip(chips);
    Stream<LineAddress> lines =
        Stream.concat(
            settings.outputs().stream().map(GpioSettings.Output::line),
            settings.inputs().stream().map(GpioSettings.Input::line));
    return lines
        .filter(line -> isElsewhere(line, chips, pi4jChip))
        .findFirst()
        .map(line -> new Choice(Backend.DIOZERO, "Pi4J can't reach the line " + line))
        .orElseGet(() -> new Choice(Backend.PI4J, "the board is a " + model));
  }

  /** A line that is not available at all does not count; that is reported later. */
  private static boolean isElsewhere(LineAddress line, Chips chips, Optional<Chip> chip) {
    try {
      return !Optional.of(chips.find(line).chip()).equals(chip);
    } catch (GpioException e) {
      return false;
    }
  }

  private static String model() {
    try {
      return Files.readString(MODEL).replace("\0", "").strip();
    } catch (IOException e) {
      return "";
    }
  }
}
