package io.pipit.cli;

import io.pipit.errors.ExitCode;
import io.pipit.json.JsonTree;
import io.pipit.status.EventSocketClient;
import io.pipit.status.MessageLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pipit watch}: what the running Pipit reports, as it happens. */
@CommandLine.Command(
    name = "watch",
    description = "Print what the running Pipit reports, a line each, until Ctrl-C.")
final class WatchCommand implements Command {
  @CommandLine.Mixin private EventSocketOption socket;

  @Option(
      names = "--types",
      paramLabel = "TYPE",
      split = ",",
      description =
          "Only messages of these types, with commas between; see docs/protocol.md (default: all"
              + " but frame).")
  private List<String> types = List.of();

  @Option(names = "--json", description = "Print the messages themselves.")
  private boolean json;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Stop after so many seconds (default: at Ctrl-C).")
  private @Nullable Double seconds;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    socket.connect(this::watch);
    return ExitCode.OK;
  }

  private void watch(EventSocketClient client) throws IOException, JsonTree.Malformed {
    print(client.helloLine());
    if (json) {
      print(client.snapshotLine());
    }
    if (!types.isEmpty()) {
      client.subscribeTo(types);
    }
    long end = seconds == null ? 0 : System.nanoTime() + (long) (seconds * 1e9);
    Duration left = seconds == null ? null : Duration.ofNanos(end - System.nanoTime());
    while (left == null || left.toNanos() > 0) {
      Optional<String> message = client.next(left);
      if (message.isPresent()) {
        print(message.get());
      }
      left = seconds == null ? null : Duration.ofNanos(end - System.nanoTime());
    }
  }

  private void print(String message) throws JsonTree.Malformed {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(message);
    } else {
      MessageLine.of(JsonTree.of(message)).ifPresent(out::println);
    }
    out.flush();
  }
}
