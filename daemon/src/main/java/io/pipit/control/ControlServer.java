package io.pipit.control;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.json.JsonTree;
import io.pipit.util.Threads;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket: for the daemon's own user and group alone, as its mode says. A daemon that
 * can't have one runs on without. Each request has a connection and a thread of its own.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final String MODE = "rw-rw----";
  private static final int MAX_CONNECTIONS = 8;
  private static final int MAX_REQUEST = 1 << 16;

  private final @Nullable Path path;
  private final Map<String, ControlCommand> commands;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocketChannel server;

  /**
   * A server that is not yet open.
   *
   * @param environment says where the socket is to be
   */
  public ControlServer(Map<String, String> environment, List<ControlCommand> commands) {
    path = ControlPlace.ofDaemon(environment).orElse(null);
    this.commands =
        commands.stream().collect(Collectors.toUnmodifiableMap(ControlCommand::name, c -> c));
  }

  /** Opens the socket; a failure is logged, and there is none. */
  public void start() {
    if (path == null) {
      return;
    }
    try {
      ServerSocketChannel opened = open(path);
      server = opened;
      Threads.named("control", () -> accept(opened)).start();
    } catch (IOException | RuntimeException e) {
      LOG.warn("[control] {}: there is no control socket: {}", path, e.toString());
    }
  }

  private static ServerSocketChannel open(Path path) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    Files.createDirectories(path.toAbsolutePath().getParent());
    if (isServed(address)) {
      throw new IOException("another Pipit has it");
    }
    Files.deleteIfExists(path); // of one that died
    ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      opened.bind(address); // until its mode is set, the umask keeps others from writing
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static boolean isServed(UnixDomainSocketAddress address) {
    try (SocketChannel other = SocketChannel.open(address)) {
      return other.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void accept(ServerSocketChannel opened) {
    try {
      while (true) {
        SocketChannel connection = opened.accept();
        if (connections.size() >= MAX_CONNECTIONS) {
          LOG.debug("[control] more than {} at once", MAX_CONNECTIONS);
          connection.close();
          continue;
        }
        connections.add(connection);
        Threads.named("control-request", () -> serve(connection)).start();
      }
    } catch (IOException e) {
      LOG.debug("[control] closed: {}", e.toString());
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      UnixDomainPrincipal who = connection.getOption(ExtendedSocketOptions.SO_PEERCRED);
      JsonTree request = JsonTree.of(line(connection));
      Exchange exchange = new Exchange(connection, request, who.user().getName());
      try {
        command(request).answer(exchange);
      } catch (UserException e) {
        exchange.line(error(e.exitCode(), String.valueOf(e.getMessage())));
      } catch (JsonTree.Malformed e) {
        exchange.line(error(ExitCode.USAGE, String.valueOf(e.getMessage())));
      }
    } catch (IOException | JsonTree.Malformed e) {
      LOG.debug("[control] a request ended early: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private ControlCommand command(JsonTree request) throws JsonTree.Malformed {
    ControlCommand command = commands.get(request.get("command").text());
    if (command == null) {
      throw request.get("command").wrong("one of " + String.join(", ", commands.keySet()));
    }
    return command;
  }

  private static Map<String, ?> error(ExitCode code, String message) {
    return Map.of("error", message, "exit", code.number());
  }

  private static String line(SocketChannel connection) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_REQUEST);
    while (bytes.hasRemaining() && connection.read(bytes) >= 0) {
      for (int i = 0; i < bytes.position(); i++) {
        if (bytes.get(i) == '\n') {
          return new String(bytes.array(), 0, i, StandardCharsets.UTF_8);
        }
      }
    }
    throw new IOException("a request without end");
  }

  @Override
  public void close() {
    try {
      if (server != null && path != null) {
        server.close();
        Files.deleteIfExists(path);
      }
      for (SocketChannel connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      LOG.debug("[control] {}", e.toString());
    }
  }
}
