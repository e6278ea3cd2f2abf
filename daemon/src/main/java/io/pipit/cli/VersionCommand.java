package io.pipit.cli;

import io.pipit.errors.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pipit version}: what is running. */
@CommandLine.Command(
    name = "version",
    description = "Print the versions of Pipit, libtorch and Java.")
final class VersionCommand implements Command {
  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    spec.root().commandLine().printVersionHelp(spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
