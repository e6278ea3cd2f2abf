package io.pipit.doctor;

import io.pipit.board.BoardSensors;
import java.util.List;
import java.util.Locale;

/** Whether the processor is so hot that it slows down. */
final class TemperatureCheck extends Check {

  /** From here on a Raspberry Pi slows down. */
  private static final double LIMIT = 80;

  private final BoardSensors sensors;

  TemperatureCheck(BoardSensors sensors) {
    super("temperature");
    this.sensors = sensors;
  }

  @Override
  List<Finding> find() {
    Double celsius = sensors.temperatureCelsius();
    if (celsius == null) {
      return List.of(ok("this board has no sensor for it"));
    }
    String what = String.format(Locale.ROOT, "%.0f C", celsius);
    return List.of(
        celsius < LIMIT
            ? ok(what)
            : problem(
                what + ", from " + (int) LIMIT + " C on the board slows down",
                "give it a heat sink or a fan, shade and air; or ask for fewer frames: fps"));
  }
}
