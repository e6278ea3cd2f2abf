package io.pipit.cli;

import io.pipit.config.SettingsLoader;
import io.pipit.config.SocketSettings;
import io.pipit.detect.model.ModelPackage;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.json.JsonTree;
import io.pipit.status.EventSocketClient;
import io.pipit.status.StatusScreen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pipit status}: how a running Pipit is, on one screen. */
@CommandLine.Command(
    name = "status",
    description = "Print how the running Pipit is: cameras, rules, outputs, board, clients.")
final class StatusCommand implements Command {
  private static final Path INSTALLED = Path.of(SettingsLoader.INSTALLED);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** Cursor to the upper left corner, and nothing below it. */
  private static final String CLEAR = "\033[H\033[2J";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Where it listens is read from here (default: /etc/pipit/pipit.conf).")
  private @Nullable Path config;

  @Option(names = "--watch", description = "Print it again every 2 seconds, until Ctrl-C.")
  private boolean watch;

  @Option(names = "--json", description = "Print the messages hello and snapshot as one object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    SocketSettings socket = socket();
    String address = socket.host() + ":" + socket.port();
    try (EventSocketClient client = new EventSocketClient(socket.host(), socket.port(), ANSWER)) {
      print(client);
      if (watch) {
        client.subscribeToNothing();
      }
      while (watch) {
        client.rest(PERIOD);
        client.refresh();
        print(client);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UserException(
          ExitCode.UNAVAILABLE,
          "no Pipit answers at "
              + address
              + " ("
              + e.getMessage()
              + "); see 'systemctl status pipit', or name its configuration with --config",
          e);
    } catch (JsonTree.Malformed e) {
      throw new UserException(
          ExitCode.UNAVAILABLE,
          "the Pipit at " + address + " is of another version: " + e.getMessage(),
          e);
    }
  }

  private void print(EventSocketClient client) throws JsonTree.Malformed {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          "{\"hello\":" + client.helloLine() + ",\"snapshot\":" + client.snapshotLine() + "}");
    } else {
      if (watch) {
        out.print(Terminal.OUTPUT.isWatched() ? CLEAR : "\n");
      }
      StatusScreen.lines(client.hello(), client.snapshot()).forEach(out::println);
    }
    out.flush();
  }

  /** Without a configuration that of the shipped one. */
  private SocketSettings socket() {
    Path file = config != null ? config : INSTALLED;
    return config == null && !Files.exists(file)
        ? SettingsLoader.shipped().socket()
        : SettingsLoader.load(file, ModelPackage::facts).settings().socket();
  }
}
