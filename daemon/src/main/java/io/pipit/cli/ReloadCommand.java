package io.pipit.cli;

import io.pipit.errors.ExitCode;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pipit reload}: has the running Pipit read its configuration again. */
@CommandLine.Command(
    name = "reload",
    description =
        "Have the running Pipit read its configuration again. With errors in it all stays as it"
            + " was; what needs a restart is named.")
final class ReloadCommand implements Command {
  @CommandLine.Mixin private ControlOption control;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    spec.commandLine().getOut().println(control.text(Map.of("command", "reload")));
    return ExitCode.OK;
  }
}
