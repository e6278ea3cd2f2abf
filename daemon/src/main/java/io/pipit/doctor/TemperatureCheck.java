package io.pipit.doctor;

import io.pipit.board.BoardSensors;
import java.util.List;
import java.util.Locale;

/** Whether the processor is so hot that it slows down. */
final class TemperatureCheck implements Check {
  private static final String AREA = "temperature";

  /** From here on a Raspberry Pi slows down. */
  private static final double LIMIT = 80;

  private final BoardSensors sensors;

  TemperatureCheck(BoardSensors sensors) {
    this.sensors = sensors;
  }

  @Override
  public String area() {
    return AREA;
  }

  @Override
  public List<Finding> find() {
    Double celsius = sensors.temperatureCelsius();
    if (celsius == null) {
      return List.of(Finding.ok(AREA, "this board does not tell it"));
    }
    String what = String.format(Locale.ROOT, "%.0f C", celsius);
    return List.of(
        celsius < LIMIT
            ? Finding.ok(AREA, what)
            : Finding.problem(
                AREA,
                what + ", from " + (int) LIMIT + " C on the board slows down",
                "give it a heat sink or a fan, shade and air; or ask for fewer frames: fps"));
  }
}
