package io.pipit.doctor;

import io.pipit.board.PortOwners;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether an address that Pipit is to listen on is free, or a running Pipit has it. */
final class PortCheck extends Check {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final String key;
  private final String host;
  private final int port;
  private final Optional<RunningPipit> running;
  private final PortOwners owners;

  /**
   * Checks one address.
   *
   * @param key of the configuration
   * @param running the Pipit that answered there, if one did
   */
  PortCheck(String key, String host, int port, Optional<RunningPipit> running, PortOwners owners) {
    super("ports");
    this.key = key;
    this.host = host;
    this.port = port;
    this.running = running;
    this.owners = owners;
  }

  @Override
  List<Finding> find() throws IOException {
    String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    if (running.isPresent()) {
      String version = running.get().version();
      return List.of(ok(address + ": the running Pipit " + version + " answers"));
    }
    if (port == 0) {
      return List.of(ok(key + " takes any port that is free"));
    }
    if (somebodyListens()) {
      return List.of(
          problem(
              address + " is taken by " + owners.ofPort(port).orElse("another program"),
              "end that program, or set " + key + " to another port"));
    }
    return List.of(free(address));
  }

  /** Asked by connecting, as binding takes the port for a moment. */
  private boolean somebodyListens() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) LIMIT.toMillis());
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  private Finding free(String address) {
    try {
      new ServerSocket(port, 1, InetAddress.getByName(host)).close();
      return ok(address + " is free");
    } catch (IOException e) {
      return problem(
          address + " can't be bound: " + e.getMessage(),
          "set " + key + " to an address of this board and a port above 1023");
    }
  }
}
