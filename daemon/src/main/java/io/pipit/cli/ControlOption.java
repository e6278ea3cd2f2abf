package io.pipit.cli;

import io.pipit.control.ControlClient;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running Pipit a command asks. */
final class ControlOption {
  @Option(
      names = "--control",
      paramLabel = "SOCKET",
      description = "Its control socket (default: /run/pipit/control).")
  private @Nullable Path socket;

  /** Asks it; empty when none runs. */
  Optional<ControlClient> ask(Map<String, ?> request) {
    return ControlClient.ask(socket, request);
  }

  /**
   * The text with which it answers.
   *
   * @throws UserException when none runs, or with what it says is wrong
   */
  String text(Map<String, ?> request) {
    try (ControlClient client = ask(request).orElseThrow(ControlOption::none)) {
      return client.text();
    }
  }

  /** The error where none runs. */
  static UserException none() {
    return new UserException(
        ExitCode.UNAVAILABLE, "no Pipit runs here; see 'systemctl status pipit'");
  }
}
