package io.pipit.actuate;

import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.errors.UserException;
import java.nio.file.Path;
import java.util.List;

/** What the board's GPIO chips report of themselves; no line is claimed. */
public interface PinSurvey {
  /**
   * One chip and its lines in use.
   *
   * @param name such as {@code gpiochip0 (pinctrl-bcm2711)}
   * @param lines how many it has
   * @param named how many of them have a name
   * @param used those that somebody has, such as {@code GPIO4 by 'onewire'}
   */
  record Chip(String name, int lines, int named, List<String> used) {
    public Chip {
      used = List.copyOf(used);
    }
  }

  /**
   * A line that was searched for.
   *
   * @param place its name, chip and number
   * @param used whether somebody has it
   * @param user who; empty when that is unknown
   */
  record Found(String place, boolean used, String user) {}

  /** All chips that this user may open. */
  List<Chip> chips();

  /** What to do about chips that this user may not open; empty when there are none. */
  String locked();

  /**
   * Looks for a line.
   *
   * @throws UserException when there is none, or more than one
   */
  Found find(LineAddress line);

  /**
   * Looks at all chips.
   *
   * @param devices the folder with gpiochip0 and so on in it
   * @throws UserException when there is none, or none that this user may open
   */
  static PinSurvey of(Path devices) {
    try {
      return new ChipSurvey(new BoardChips(devices).chips());
    } catch (GpioException e) {
      throw ChipSurvey.userError(e);
    }
  }
}
