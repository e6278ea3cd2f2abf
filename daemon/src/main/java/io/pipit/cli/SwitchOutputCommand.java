package io.pipit.cli;

import io.pipit.errors.ExitCode;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipit output}: switches an output of the running Pipit by hand. */
@CommandLine.Command(
    name = "output",
    description = "Switch an output of the running Pipit by hand; max-on and min-off hold for it.")
final class SwitchOutputCommand implements Command {
  @CommandLine.Mixin private ControlOption control;

  @Parameters(index = "0", paramLabel = "NAME", description = "The output.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private String output;

  @Parameters(
      index = "1",
      paramLabel = "on|off|pulse",
      description = "What to do. A pulse lasts as the configuration says.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private Action action;

  @Option(names = "--force", description = "Even while a rule holds it on.")
  private boolean force;

  @Spec private CommandSpec spec;

  /** What can be done. */
  private enum Action {
    ON,
    OFF,
    PULSE
  }

  @Override
  public ExitCode run() {
    String word = action.name().toLowerCase(Locale.ROOT);
    Map<String, ?> request =
        Map.of("command", "output", "output", output, "action", word, "force", force);
    spec.commandLine().getOut().println(control.text(request));
    return ExitCode.OK;
  }
}
