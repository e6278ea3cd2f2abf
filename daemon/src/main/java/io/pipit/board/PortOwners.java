package io.pipit.board;

import java.util.Optional;

/** Which process has a device or a port, as far as this user may see. */
public final class PortOwners {
  private static final int LISTENING = 0x0A;

  private final Board board;

  public PortOwners(Board board) {
    this.board = board;
  }

  /** Who has a device open, such as {@code gst-launch-1.0 (process 812)}. */
  public Optional<String> ofDevice(String device) {
    return withOpen(device);
  }

  /** Who listens on a port of this board. */
  public Optional<String> ofPort(int port) {
    return listener("/proc/net/tcp", port)
        .or(() -> listener("/proc/net/tcp6", port))
        .flatMap(inode -> withOpen("socket:[" + inode + "]"));
  }

  private Optional<String> withOpen(String target) {
    for (String process : board.names("/proc", "[0-9]+")) {
      String folder = "/proc/" + process + "/fd";
      for (String descriptor : board.names(folder, "[0-9]+")) {
        if (board.link(folder + "/" + descriptor).equals(target)) {
          String name = board.text("/proc/" + process + "/comm");
          return Optional.of((name.isEmpty() ? "a program" : name) + " (process " + process + ")");
        }
      }
    }
    return Optional.empty();
  }

  /** The inode of a socket; the columns are sl, local, remote, state and, from there, the 7th. */
  private Optional<String> listener(String table, int port) {
    return board.lines(table).stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(row -> row.length > 9 && row[1].matches("[0-9A-F]+:[0-9A-F]{4}"))
        .filter(row -> Integer.parseInt(row[1].substring(row[1].indexOf(':') + 1), 16) == port)
        .filter(row -> Integer.parseInt(row[3], 16) == LISTENING)
        .map(row -> row[9])
        .findFirst();
  }
}
