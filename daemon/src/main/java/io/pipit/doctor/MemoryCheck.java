package io.pipit.doctor;

import io.pipit.board.Board;
import java.util.ArrayList;
import java.util.List;

/** Whether there is memory for Pipit, and none of it on the card. */
final class MemoryCheck extends Check {
  private static final long KIB_PER_MIB = 1024;

  /** What the daemon and two cameras' children take, with a little room. */
  private static final long NEEDED_MIB = 300;

  private final Board board;
  private final boolean running;

  /**
   * Compares what is available with what Pipit needs.
   *
   * @param running whether Pipit is running and has what it needs already
   */
  MemoryCheck(Board board, boolean running) {
    super("memory");
    this.board = board;
    this.running = running;
  }

  @Override
  List<Finding> find() {
    List<Finding> findings = new ArrayList<>();
    long available = mib("MemAvailable:");
    String what = available + " of " + mib("MemTotal:") + " MiB are available";
    findings.add(
        available >= NEEDED_MIB || running
            ? ok(what)
            : warning(
                what + ", Pipit takes up to " + NEEDED_MIB,
                "end other programs: ps aux --sort=-rss | head"));
    for (String line : board.lines("/proc/swaps")) {
      String place = line.split("\\s", 2)[0];
      if (place.startsWith("/dev/mmcblk") || place.equals("/var/swap")) {
        findings.add(
            warning(
                "the swap " + place + " wears out the card and makes pauses",
                "take it away: swapoff "
                    + place
                    + ", and its line in /etc/fstab or dphys-swapfile;"
                    + " zram-tools is a swap in memory"));
      }
    }
    return findings;
  }

  private long mib(String key) {
    return board.lines("/proc/meminfo").stream()
            .filter(line -> line.startsWith(key))
            .map(line -> line.replaceAll("\\D", ""))
            .filter(digits -> !digits.isEmpty())
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0)
        / KIB_PER_MIB;
  }
}
