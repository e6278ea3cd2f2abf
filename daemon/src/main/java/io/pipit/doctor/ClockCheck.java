package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.board.BoardSensors;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Whether the wall clock is right: schedules and the events' times hang on it. */
final class ClockCheck implements Check {
  private static final String AREA = "clock";
  private static final String CONNECT =
      "let it reach a time server: timedatectl set-ntp true, or set its address in"
          + " /etc/systemd/timesyncd.conf";

  private static final String INSTALL = "apt install systemd-timesyncd";

  private final Board board;
  private final BoardSensors sensors;
  private final Programs programs;
  private final InstantSource clock;
  private final Instant built;

  /**
   * A check.
   *
   * @param built when this Pipit was made: it can't be earlier now
   */
  ClockCheck(
      Board board, BoardSensors sensors, Programs programs, InstantSource clock, Instant built) {
    this.board = board;
    this.sensors = sensors;
    this.programs = programs;
    this.clock = clock;
    this.built = built;
  }

  @Override
  public String area() {
    return AREA;
  }

  @Override
  public List<Finding> find() throws IOException, InterruptedException {
    Instant now = clock.instant();
    if (now.isBefore(built)) {
      return List.of(
          Finding.problem(
              AREA,
              now.truncatedTo(ChronoUnit.SECONDS) + " can't be: this Pipit is younger",
              CONNECT + "; without a network, give the board a real-time clock"));
    }
    return List.of(state());
  }

  private Finding state() throws IOException, InterruptedException {
    if (sensors.clockSynced()) {
      return synced("systemd-timesyncd");
    }
    if (programs.installed("chronyc")) {
      Programs.Result chrony = programs.run(Programs.SOON, "chronyc", "-n", "tracking");
      if (chrony.ok()) {
        return chrony.output().matches("(?s).*Leap status +: Not synch.*")
            ? Finding.warning(AREA, "not synchronized, says chrony", "chronyc sources")
            : synced("chrony");
      }
    }
    if (board.has("/run/systemd/system") && programs.installed("timedatectl")) {
      String answer = programs.run(Programs.SOON, "timedatectl", "show").output();
      if (answer.contains("NTPSynchronized=yes")) {
        return synced("the kernel");
      }
      if (answer.contains("NTPSynchronized=no")) {
        return Finding.warning(
            AREA,
            "not synchronized" + withoutBattery(),
            answer.contains("CanNTP=no") ? INSTALL : CONNECT);
      }
    }
    return Finding.note(
        AREA, "nobody here knows whether it is right", INSTALL + ", unless something else sets it");
  }

  private Finding synced(String by) {
    return Finding.ok(AREA, "synchronized, says " + by + withoutBattery());
  }

  private String withoutBattery() {
    return board.has("/sys/class/rtc/rtc0")
        ? ""
        : "; no real-time clock: wrong after a start until the network has told the time";
  }
}
