package io.pipit.actuate;

import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.errors.Suggestion;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The board's GPIO chips as the kernel reports them.
 *
 * @param chips in the order of their numbers
 * @param locked what to do about chips that this user may not open; empty when there are none
 */
record Chips(List<Chip> chips, String locked) {
  Chips {
    chips = List.copyOf(chips);
  }

  /**
   * One chip.
   *
   * @param number of its device; another at the next start perhaps
   * @param label what kind of chip it is
   * @param lines by offset
   */
  record Chip(int number, String label, List<ChipLine> lines) {
    Chip {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One line of a chip.
   *
   * @param name empty when the board gives it none
   * @param used whether somebody has it
   * @param user who; empty when that is unknown
   */
  record ChipLine(String name, boolean used, String user) {}

  /** A line that was found. */
  record Place(Chip chip, int offset) {
    ChipLine line() {
      return chip.lines().get(offset);
    }

    @Override
    public String toString() {
      String at = chip.label() + " offset " + offset;
      return line().name().isEmpty() ? at : line().name() + " (" + at + ")";
    }
  }

  /**
   * Finds a line that is not in use.
   *
   * @throws GpioException when there is none, more than one, or it is in use
   */
  Place find(LineAddress line) {
    Place place = locate(line);
    if (place.line().used()) {
      String user = place.line().user();
      throw GpioException.unavailable(
          "the line " + place + " is in use" + (user.isEmpty() ? "" : " by '" + user + "'"));
    }
    return place;
  }

  /**
   * Finds a line, whoever uses it.
   *
   * @throws GpioException when there is none, or more than one
   */
  Place locate(LineAddress line) {
    return line instanceof LineAddress.At at ? at(at) : named(line.toString());
  }

  private Place named(String name) {
    List<Place> found =
        chips.stream()
            .flatMap(
                chip ->
                    IntStream.range(0, chip.lines().size())
                        .filter(i -> chip.lines().get(i).name().equals(name))
                        .mapToObj(i -> new Place(chip, i)))
            .toList();
    if (found.size() > 1) {
      throw GpioException.unavailable(
          "more than one line is called "
              + name
              + ", such as "
              + found.get(0)
              + " and "
              + found.get(1)
              + "; name chip and offset instead");
    }
    if (found.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      chips.forEach(chip -> chip.lines().forEach(line -> names.add(line.name())));
      names.remove("");
      throw missing("no line is called " + name + Suggestion.hint(name, names));
    }
    return found.get(0);
  }

  private Place at(LineAddress.At at) {
    List<Chip> found = chips.stream().filter(chip -> chip.label().equals(at.chip())).toList();
    if (found.size() > 1) {
      throw GpioException.unavailable(
          found.size() + " chips have the label " + at.chip() + "; name the line instead");
    }
    if (found.isEmpty()) {
      List<String> labels = chips.stream().map(Chip::label).toList();
      throw missing(
          "no chip has the label "
              + at.chip()
              + Suggestion.hint(at.chip(), labels)
              + (labels.isEmpty() ? "" : "; there are: " + String.join(", ", labels)));
    }
    Chip chip = found.get(0);
    if (at.offset() >= chip.lines().size()) {
      throw GpioException.unavailable(
          "the chip " + at.chip() + " has the offsets 0 to " + (chip.lines().size() - 1) + " only");
    }
    return new Place(chip, at.offset());
  }

  /** What is missing may well be on a chip that could not be opened. */
  private GpioException missing(String message) {
    return locked.isEmpty()
        ? GpioException.unavailable(message)
        : GpioException.notPermitted(message + "; but " + locked);
  }
}
