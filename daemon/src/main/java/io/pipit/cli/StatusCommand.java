package io.pipit.cli;

import io.pipit.errors.ExitCode;
import io.pipit.json.JsonTree;
import io.pipit.status.EventSocketClient;
import io.pipit.status.StatusScreen;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pipit status}: how a running Pipit is, on one screen. */
@CommandLine.Command(
    name = "status",
    description = "Print how the running Pipit is: cameras, rules, outputs, board, clients.")
final class StatusCommand implements Command {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** Cursor to the upper left corner, and nothing below it. */
  private static final String CLEAR = "\033[H\033[2J";

  @CommandLine.Mixin private EventSocketOption socket;

  @Option(names = "--watch", description = "Print it again every 2 seconds, until Ctrl-C.")
  private boolean watch;

  @Option(names = "--json", description = "Print the messages hello and snapshot as one object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    socket.connect(
        client -> {
          print(client);
          if (watch) {
            client.subscribeTo(List.of());
          }
          while (watch) {
            client.rest(PERIOD);
            client.refresh();
            print(client);
          }
        });
    return ExitCode.OK;
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
}
