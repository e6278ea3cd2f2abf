package io.pipit.cli;

import io.pipit.config.LogLevel;
import io.pipit.errors.ExitCode;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipit log-level}: how much the running Pipit logs. */
@CommandLine.Command(
    name = "log-level",
    description = "Set how much the running Pipit logs, until its next start.")
final class LogLevelCommand implements Command {
  @CommandLine.Mixin private ControlOption control;

  @Parameters(index = "0", paramLabel = "LEVEL", description = "error, warn, info, debug or trace.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private LogLevel level;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() {
    String word = level.name().toLowerCase(Locale.ROOT);
    Map<String, ?> request = Map.of("command", "log-level", "level", word);
    spec.commandLine().getOut().println(control.text(request));
    return ExitCode.OK;
  }
}
