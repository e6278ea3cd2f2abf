package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.board.BoardSensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the board gets the voltage that it needs, and whether it slows itself down. */
final class PowerCheck extends Check {
  private static final String SUPPLY =
      "take the board's own power supply with a short, thick cable; move what hangs on USB to a hub"
          + " that has a supply of its own";
  private static final String COOLING = "give it a heat sink or a fan, shade and air";

  /** The low four bits are now, the same four from bit 16 on have occurred since the start. */
  private static final List<String> WORDS =
      List.of("under-voltage", "frequency capped", "throttled", "soft temperature limit");

  private static final int VOLTAGE = 0x10001;
  private static final int NOW = 0xf;
  private static final int SINCE = 16;

  private final Board board;
  private final BoardSensors sensors;
  private final Programs programs;

  PowerCheck(Board board, BoardSensors sensors, Programs programs) {
    super("power");
    this.board = board;
    this.sensors = sensors;
    this.programs = programs;
  }

  @Override
  List<Finding> find() throws IOException, InterruptedException {
    Integer bits = bits();
    if (bits != null) {
      return List.of(finding(bits));
    }
    boolean raspberry = VersionsCheck.model(board).contains("Raspberry Pi");
    return List.of(
        raspberry
            ? note(
                "this kernel does not report under-voltage",
                "apt install raspi-utils (Raspberry Pi OS), which has vcgencmd")
            : ok("this board does not report its supply voltage"));
  }

  /** What the firmware says: by the kernel, by its own tool, or of the voltage alone. */
  private @Nullable Integer bits() throws IOException, InterruptedException {
    Integer known = sensors.throttled();
    if (known != null) {
      return known;
    }
    if (programs.installed("vcgencmd")) {
      String output = programs.run(Programs.SOON, "vcgencmd", "get_throttled").output().strip();
      if (output.matches("throttled=0x[0-9a-fA-F]{1,7}")) {
        return Integer.parseInt(output.substring(output.indexOf('x') + 1), 16);
      }
    }
    for (String monitor : board.names("/sys/class/hwmon", "hwmon[0-9]+")) {
      String folder = "/sys/class/hwmon/" + monitor;
      if (board.text(folder + "/name").equals("rpi_volt")) {
        return board.text(folder + "/in0_lcrit_alarm").equals("1") ? 1 : 0;
      }
    }
    return null;
  }

  private Finding finding(int bits) {
    if (bits == 0) {
      return ok("enough voltage, never throttled since the start");
    }
    String now = words(bits & NOW);
    String before = words(bits >> SINCE & NOW & ~bits);
    String what =
        (now.isEmpty() ? "" : now + " now")
            + (now.isEmpty() || before.isEmpty() ? "" : "; ")
            + (before.isEmpty() ? "" : before + " since the start");
    String remedy = (bits & VOLTAGE) == 0 ? COOLING : SUPPLY;
    return now.isEmpty() ? warning(what, remedy) : problem(what, remedy);
  }

  private static String words(int bits) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < WORDS.size(); i++) {
      if ((bits >> i & 1) != 0) {
        words.add(WORDS.get(i));
      }
    }
    return String.join(", ", words);
  }
}
