package io.pipit.cli;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.json.JsonTree;
import io.pipit.status.EventSocketClient;
import io.pipit.status.MessageLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pipit input}: how the board's inputs are, and each change of them. */
@CommandLine.Command(
    name = "input",
    description = "Print how the board's inputs are, and each change, until Ctrl-C.")
final class InputCommand implements Command {
  @CommandLine.Mixin private EventSocketOption socket;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    socket.connect(this::watch);
    return ExitCode.OK;
  }

  private void watch(EventSocketClient client) throws IOException, JsonTree.Malformed {
    PrintWriter out = spec.commandLine().getOut();
    client.subscribeTo(List.of("input"));
    client.refresh();
    List<JsonTree> inputs = client.snapshot().get("inputs").list();
    if (inputs.isEmpty()) {
      throw new UserException(
          ExitCode.USAGE, "the running Pipit's configuration has no inputs (gpio.inputs)");
    }
    for (JsonTree input : inputs) {
      out.println(MessageLine.input(input));
    }
    out.flush();
    while (true) {
      String message = client.next(null).orElseThrow();
      MessageLine.of(JsonTree.of(message)).ifPresent(out::println);
      out.flush();
    }
  }
}
