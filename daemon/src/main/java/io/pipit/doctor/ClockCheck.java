package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.board.BoardSensors;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Whether the wall clock is right: schedules and the events' times hang on it. */
final class ClockCheck extends Check {
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
   * Compares the board's time with the build's, and asks who sets it.
   *
   * @param built when this Pipit was made: it can't be earlier now
   */
  ClockCheck(
      Board board, BoardSensors sensors, Programs programs, InstantSource clock, Instant built) {
    super("clock");
    this.board = board;
    this.sensors = sensors;
    this.programs = programs;
    this.clock = clock;
    this.built = built;
  }

  @Override
  List<Finding> find() throws IOException, InterruptedException {
    Instant now = clock.instant();
    if (now.isBefore(built)) {
      return List.of(
          problem(
              now.truncatedTo(ChronoUnit.SECONDS) + " is wrong: it is before this Pipit was built",
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
            ? warning("not synchronized, says chrony", "chronyc sources")
            : synced("chrony");
      }
    }
    if (board.has("/run/systemd/system") && programs.installed("timedatectl")) {
      String answer = programs.run(Programs.SOON, "timedatectl", "show").output();
      if (answer.contains("NTPSynchronized=yes")) {
        return synced("the kernel");
      }
      if (answer.contains("NTPSynchronized=no")) {
        return warning(
            "not synchronized" + withoutBattery(),
            answer.contains("CanNTP=no") ? INSTALL : CONNECT);
      }
    }
    return note(
        "cannot tell whether it is synchronized", INSTALL + ", unless something else sets it");
  }

  private Finding synced(String by) {
    return ok("synchronized, says " + by + withoutBattery());
  }

  private String withoutBattery() {
    return board.has("/sys/class/rtc/rtc0")
        ? ""
        : "; no real-time clock: wrong after a start until it is set from the network";
  }
}
