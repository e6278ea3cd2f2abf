package io.pipit.control;

import io.pipit.util.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the control socket is: {@code control} in the folder that systemd gives for run time. */
final class ControlPlace {
  private static final String NAME = "control";
  private static final Path SERVICE = Path.of("/run/pipit", NAME);

  private ControlPlace() {}

  /** Where a daemon makes it; empty: nowhere, as it was given no folder. */
  static Optional<Path> ofDaemon(Map<String, String> environment) {
    return folder(environment.get("RUNTIME_DIRECTORY"))
        .or(() -> folder(environment.get("XDG_RUNTIME_DIR")).map(run -> run.resolve("pipit")))
        .map(folder -> folder.resolve(NAME));
  }

  /** Where a command looks for it: the service's first, then that of a daemon of this user. */
  static Path ofClient() {
    Optional<Path> own =
        Platform.variable("XDG_RUNTIME_DIR").map(run -> Path.of(run, "pipit", NAME));
    return Stream.concat(Stream.of(SERVICE), own.stream())
        .filter(Files::exists)
        .findFirst()
        .orElse(SERVICE);
  }

  private static Optional<Path> folder(@Nullable String path) {
    return Optional.ofNullable(path).filter(text -> !text.isEmpty()).map(Path::of);
  }
}
