package io.pipit.cli;

import io.pipit.errors.ExitCode;
import io.pipit.errors.Suggestion;
import io.pipit.errors.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever a command throws into lines on standard error and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final PrintWriter err;

  Failures(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String dash =
        Arrays.stream(args)
            .filter(word -> word.startsWith("-") && word.length() > 1 && isFile(word))
            .findFirst()
            .map(word -> "; the file '" + word + "' must be given as './" + word + "'")
            .orElse("");
    err.println("pipit: " + reason(e) + dash + " (see '" + command + " --help')");
    return ExitCode.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return e instanceof ParameterException error
        ? handleParseException(error, new String[0])
        : explain(e).number();
  }

  /** The error of a file that can't be written, in words. */
  static UserException cantWrite(Path file, IOException e) {
    String why =
        e instanceof NoSuchFileException
            ? "there is no such folder"
            : e instanceof AccessDeniedException
                ? "you may not write there"
                : Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
    return new UserException(ExitCode.CANT_CREATE, file + ": can't be written: " + why, e);
  }

  private static boolean isFile(String word) {
    try {
      return Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Reports to the user, or with a stack trace when it is a bug. */
  ExitCode explain(Throwable failure) {
    if (failure instanceof StandardOutput.ReaderLeft) {
      return ExitCode.OK;
    }
    if (failure instanceof UserException e) {
      e.details().forEach(err::println);
      err.println("pipit: " + e.getMessage());
      return e.exitCode();
    }
    LOG.error("internal error (a bug in Pipit; please report it with this trace)", failure);
    err.println("pipit: internal error: " + failure);
    return ExitCode.INTERNAL;
  }

  private static String reason(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      boolean option = word.startsWith("-");
      CommandLine command = e.getCommandLine();
      String kind = option ? "option" : command.getSubcommands().isEmpty() ? "argument" : "command";
      return "unknown " + kind + " '" + word + "'" + Suggestion.hint(word, known(command, option));
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static List<String> known(CommandLine command, boolean options) {
    return new ArrayList<>(
        options
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet());
  }
}
