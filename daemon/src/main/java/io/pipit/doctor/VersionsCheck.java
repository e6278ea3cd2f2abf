package io.pipit.doctor;

import io.pipit.board.Board;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what runs on what: the first question of everybody who is asked for help. */
final class VersionsCheck extends Check {

  private final Board board;
  private final List<String> programs;

  /**
   * Reports what runs on this board.
   *
   * @param programs of Pipit, libtorch and Java
   */
  VersionsCheck(Board board, List<String> programs) {
    super("versions");
    this.board = board;
    this.programs = List.copyOf(programs);
  }

  @Override
  List<Finding> find() {
    String model = model(board);
    return List.of(
        ok(String.join(", ", programs)),
        ok(
            Stream.of("kernel " + board.text("/proc/sys/kernel/osrelease"), system(), model)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "))));
  }

  /** What the board calls itself; empty when it does not say. */
  static String model(Board board) {
    return board.text("/sys/firmware/devicetree/base/model");
  }

  private String system() {
    return board.lines("/etc/os-release").stream()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst()
        .orElse("");
  }
}
