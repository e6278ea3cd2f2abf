package io.pipit.doctor;

import io.pipit.board.Board;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Room on the card, and whether it may be written at all. */
final class DiskCheck extends Check {
  private static final String STATE = "/var/lib/pipit";
  private static final long MIB = 1L << 20;
  private static final long LITTLE = 500 * MIB;
  private static final long NEXT_TO_NOTHING = 50 * MIB;
  private static final long FEW_INODES = 2000;
  private static final String MAKE_ROOM =
      "make room: journalctl --vacuum-size=50M, apt clean, apt autoremove";

  private final Board board;
  private final Programs programs;

  /** A file system that is mounted. */
  private record Mount(String point, String options) {
    boolean readOnly() {
      return List.of(options.split(",", -1)).contains("ro");
    }
  }

  DiskCheck(Board board, Programs programs) {
    super("disk");
    this.board = board;
    this.programs = programs;
  }

  @Override
  List<Finding> find() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>(errors());
    Optional<Mount> root = mountOf("/");
    findings.add(room("/", root));
    Optional<Mount> state = board.has(STATE) ? mountOf(STATE) : root;
    if (!state.equals(root)) {
      findings.add(room(STATE, state));
    }
    return findings;
  }

  private List<Finding> errors() {
    return board.names("/sys/fs/ext4", ".+").stream()
        .filter(
            device -> board.text("/sys/fs/ext4/" + device + "/errors_count").matches("[1-9]\\d*"))
        .map(
            device ->
                problem(
                    "the file system on " + device + " has errors",
                    "save what you need, then start with fsck.mode=force on the kernel's command"
                        + " line; if they come back, replace the card"))
        .toList();
  }

  private Finding room(String path, Optional<Mount> mount)
      throws IOException, InterruptedException {
    boolean readOnly = mount.map(Mount::readOnly).orElse(false);
    if (readOnly) {
      return ok(path + " is read-only, as is fine with Pipit");
    }
    // In a child process: a network file system that hangs would hang this one.
    Programs.Result result =
        programs.run(Programs.SOON, "stat", "-f", "-c", "%a %S %c %d", board.path(path).toString());
    String[] numbers = result.output().strip().split(" ", -1);
    if (!result.ok() || numbers.length != 4) {
      return problem(path + " does not answer: " + result.lastLine(), "mount it again");
    }
    long free = Long.parseLong(numbers[0]) * Long.parseLong(numbers[1]);
    boolean countsInodes = Long.parseLong(numbers[2]) > 0;
    long inodes = Long.parseLong(numbers[3]);
    String what = path + ": " + free / MIB + " MiB free";
    if (countsInodes && inodes < FEW_INODES) {
      return warning(path + ": only " + inodes + " inodes left", MAKE_ROOM);
    }
    return free < NEXT_TO_NOTHING
        ? problem(what, MAKE_ROOM)
        : free < LITTLE ? warning(what, MAKE_ROOM) : ok(what);
  }

  /** The last of those mounted nearest above; one may lie over another. */
  private Optional<Mount> mountOf(String path) {
    return board.lines("/proc/self/mounts").stream()
        .map(line -> line.split(" ", -1))
        .filter(row -> row.length > 3)
        .map(row -> new Mount(row[1], row[3]))
        .filter(mount -> mount.point.equals("/") || (path + "/").startsWith(mount.point + "/"))
        .reduce(
            (one, other) ->
                Comparator.<Mount>comparingInt(mount -> mount.point.length()).compare(one, other)
                        > 0
                    ? one
                    : other);
  }
}
