package io.pipit.cli;

import io.pipit.errors.ExitCode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program's command line: the commands, their common options and what failures look like. */
@CommandLine.Command(
    name = "pipit",
    description = "Detects people, animals and vehicles in camera frames.",
    // A new command is added here and described in docs/commands.md; nowhere else.
    subcommands = {
      RunCommand.class,
      CheckConfigCommand.class,
      DetectCommand.class,
      ReplayCommand.class,
      ExplainCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      WatchCommand.class,
      SnapshotCommand.class,
      SwitchOutputCommand.class,
      InputCommand.class,
      LogLevelCommand.class,
      ReloadCommand.class,
      RenderCommand.class,
      VersionCommand.class
    },
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n")
public final class PipitCommand implements Command {
  @Spec private CommandSpec spec;

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    Failures failures = new Failures(err);
    try {
      int code = commandLine(out, err, failures).execute(args);
      out.flush();
      return code;
    } catch (Throwable e) { // picocli passes errors on, and what fails while it prints help
      return failures.explain(e).number();
    }
  }

  /** The whole command line, ready to execute. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err, Failures failures) {
    CommandLine pipit = new CommandLine(new PipitCommand());
    pipit.setExpandAtFiles(false); // a file may have such a name
    pipit.setCaseInsensitiveEnumValuesAllowed(true);
    addHelp(pipit);
    pipit.getSubcommands().values().stream()
        .filter(command -> command.getCommand() instanceof Command)
        .forEach(PipitCommand::addHelp);
    pipit.addSubcommand("completion", completion());
    pipit.addSubcommand("help", help());
    pipit
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version and exit.")
                .build())
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    return pipit
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  @Override
  public ExitCode run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The library's own, in our words. */
  private static CommandLine help() {
    CommandLine help = new CommandLine(new CommandLine.HelpCommand());
    help.getCommandSpec()
        .usageMessage()
        .header(new String[] {})
        .synopsisHeading("Usage: ")
        .description("Print the help of a command, or the list of commands.");
    return help;
  }

  /** The library's own, in our words. */
  private static CommandLine completion() {
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion
        .getCommandSpec()
        .name("completion")
        .mixinStandardHelpOptions(false)
        .usageMessage()
        .description("Print what bash needs to complete Pipit's commands and options.")
        .optionListHeading("");
    addHelp(completion);
    return completion;
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help and exit.")
                .build());
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> lines = new LinkedHashMap<>();
    Arrays.stream(ExitCode.values())
        .forEach(code -> lines.put(" " + code.number(), code.meaning()));
    return lines;
  }
}
