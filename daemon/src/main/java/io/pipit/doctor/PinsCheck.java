package io.pipit.doctor;

import io.pipit.actuate.PinSurvey;
import io.pipit.config.GpioSettings;
import io.pipit.config.GpioSettings.Backend;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The GPIO chips, and whether the configured outputs and inputs are available. */
final class PinsCheck extends Check {
  private static final int SHOWN = 4;
  private static final String LOOK = "gpioinfo shows all lines (apt install gpiod)";

  private final Supplier<PinSurvey> survey;
  private final GpioSettings settings;
  private final Optional<RunningPipit> running;

  /**
   * Checks the configured lines.
   *
   * @param survey looks at the chips
   * @param running the Pipit that has the pins, if one runs
   */
  PinsCheck(Supplier<PinSurvey> survey, GpioSettings settings, Optional<RunningPipit> running) {
    super("gpio");
    this.survey = survey;
    this.settings = settings;
    this.running = running;
  }

  @Override
  List<Finding> find() {
    PinSurvey board;
    try {
      board = survey.get();
    } catch (UserException e) {
      return List.of(without(e));
    }
    List<Finding> findings = new ArrayList<>();
    board.chips().forEach(chip -> findings.add(ok(shown(chip))));
    if (!board.locked().isEmpty()) {
      findings.add(note("not all chips could be opened", board.locked()));
    }
    settings.outputs().forEach(output -> findings.add(look(board, output.name(), output.line())));
    settings.inputs().forEach(input -> findings.add(look(board, input.name(), input.line())));
    return findings;
  }

  /** What is to be said when no chip could be looked at. */
  private Finding without(UserException e) {
    boolean needed =
        settings.backend() != Backend.DRY_RUN
            && !(settings.outputs().isEmpty() && settings.inputs().isEmpty());
    if (e.exitCode() == ExitCode.NO_PERMISSION) {
      return note("you may not open any chip", "sudo pipit doctor");
    }
    return needed
        ? problem(e, "set gpio.backend = dry-run where there are no pins")
        : ok(String.valueOf(e.getMessage()));
  }

  private Finding look(PinSurvey board, String name, LineAddress line) {
    PinSurvey.Found found;
    try {
      found = board.find(line);
    } catch (UserException e) {
      return wrong(name + ": " + e.getMessage(), LOOK);
    }
    if (!found.used()) {
      return ok(name + ": " + found.place() + " is free");
    }
    if (running.map(pipit -> pipit.pins().contains(name)).orElse(false)) {
      return ok(name + ": " + found.place() + ", the running Pipit has it");
    }
    String user = found.user().isEmpty() ? "" : " by '" + found.user() + "'";
    return wrong(
        name + ": " + found.place() + " is in use" + user,
        "end what uses it, take a driver off it (/boot/firmware/config.txt), or another line");
  }

  private Finding wrong(String what, String remedy) {
    return settings.required() && settings.backend() != Backend.DRY_RUN
        ? problem(what, remedy)
        : warning(what, remedy);
  }

  private static String shown(PinSurvey.Chip chip) {
    List<String> used = chip.used();
    String first = String.join(", ", used.subList(0, Math.min(SHOWN, used.size())));
    int more = used.size() - SHOWN;
    return "%s: %d lines, %d with names, %d in use%s%s"
        .formatted(
            chip.name(),
            chip.lines(),
            chip.named(),
            used.size(),
            used.isEmpty() ? "" : ": " + first,
            more > 0 ? " and " + more + " more" : "");
  }
}
