package io.pipit.cli;

import io.pipit.config.SettingsLoader;
import io.pipit.config.SocketSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.json.JsonTree;
import io.pipit.status.EventSocketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which running Pipit's event socket a command uses. */
final class EventSocketOption {
  private static final Path INSTALLED = Path.of(SettingsLoader.INSTALLED);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Where it listens is read from here (default: /etc/pipit/pipit.conf).")
  private @Nullable Path config;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Where it listens, instead of what a configuration says.")
  private @Nullable String address;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** What a command does with the connection. */
  interface Talk {
    void with(EventSocketClient client) throws IOException, JsonTree.Malformed;
  }

  /**
   * Connects and talks.
   *
   * @throws UserException when no Pipit answers
   */
  void connect(Talk talk) {
    String host;
    int port;
    if (address == null) {
      SocketSettings socket = socket();
      host = socket.host();
      port = socket.port();
    } else {
      int colon = address.lastIndexOf(':');
      host = address.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
      port = port(address.substring(colon + 1));
    }
    try (EventSocketClient client = new EventSocketClient(host, port, ANSWER)) {
      talk.with(client);
    } catch (IOException e) {
      throw new UserException(
          ExitCode.UNAVAILABLE,
          "no Pipit answers at "
              + (host + ":" + port)
              + " ("
              + e.getMessage()
              + "); see 'systemctl status pipit', or name its configuration with --config",
          e);
    } catch (JsonTree.Malformed e) {
      throw new UserException(
          ExitCode.UNAVAILABLE,
          "the Pipit at " + host + ":" + port + " is of another version: " + e.getMessage(),
          e);
    }
  }

  private int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535 && String.valueOf(address).contains(":")) {
        return port;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new ParameterException(
        spec.commandLine(), "--address must be HOST:PORT, is '" + address + "'");
  }

  /** Without a configuration that of the shipped one. */
  private SocketSettings socket() {
    Path file = config != null ? config : INSTALLED;
    return config == null && !Files.exists(file)
        ? SettingsLoader.shipped().socket()
        : SettingsLoader.socket(file);
  }
}
