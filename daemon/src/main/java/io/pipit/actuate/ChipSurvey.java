package io.pipit.actuate;

import io.pipit.actuate.Chips.ChipLine;
import io.pipit.actuate.Chips.Place;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.errors.UserException;
import java.util.ArrayList;
import java.util.List;

/** A survey of chips that were looked at once. */
record ChipSurvey(Chips all) implements PinSurvey {
  @Override
  public List<Chip> chips() {
    return all.chips().stream().map(ChipSurvey::chip).toList();
  }

  @Override
  public String locked() {
    return all.locked();
  }

  @Override
  public Found find(LineAddress line) {
    try {
      Place place = all.locate(line);
      return new Found(place.toString(), place.line().used(), place.line().user());
    } catch (GpioException e) {
      throw userError(e);
    }
  }

  static UserException userError(GpioException e) {
    return new UserException(e.exitCode(), String.valueOf(e.getMessage()), e);
  }

  private static Chip chip(Chips.Chip chip) {
    List<String> used = new ArrayList<>();
    for (int i = 0; i < chip.lines().size(); i++) {
      ChipLine line = chip.lines().get(i);
      if (line.used()) {
        String name = line.name().isEmpty() ? "offset " + i : line.name();
        used.add(line.user().isEmpty() ? name : name + " by '" + line.user() + "'");
      }
    }
    int named = (int) chip.lines().stream().filter(line -> !line.name().isEmpty()).count();
    return new Chip(
        "gpiochip" + chip.number() + " (" + chip.label() + ")", chip.lines().size(), named, used);
  }
}
