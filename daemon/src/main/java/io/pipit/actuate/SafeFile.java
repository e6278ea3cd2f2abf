package io.pipit.actuate;

import io.pipit.actuate.Chips.Place;
import io.pipit.config.GpioSettings.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records for {@code pipit gpio-safe} which lines this process is about to drive, and at which
 * level they are safe: the file {@code outputs} in the service's runtime folder, which is in
 * memory.
 */
public final class SafeFile {
  private static final Logger LOG = LoggerFactory.getLogger(SafeFile.class);

  private final @Nullable Path file;

  /**
   * The file in the folder that systemd gives.
   *
   * @param environment with RUNTIME_DIRECTORY; without it nothing is written
   */
  public SafeFile(Map<String, String> environment) {
    String folder = environment.get("RUNTIME_DIRECTORY");
    file = folder == null || folder.isEmpty() ? null : Path.of(folder, "outputs");
  }

  /**
   * Writes the lines that are there; what is wrong with the others is reported when they are
   * claimed.
   */
  void write(List<Output> outputs, Chips chips) {
    if (file == null) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    outputs.forEach(output -> lines.append(line(output, chips)));
    Path part = file.resolveSibling("outputs.part");
    try {
      Files.writeString(part, lines);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("[gpio] if Pipit dies, its outputs stay as they are: {}", e.toString());
    }
  }

  private static String line(Output output, Chips chips) {
    Place place;
    try {
      place = chips.find(output.line());
    } catch (GpioException e) {
      return "";
    }
    return String.join(
            "\t",
            String.valueOf(place.chip().number()),
            String.valueOf(place.offset()),
            output.high(output.safeOn()) ? "1" : "0",
            place.chip().label(),
            output.name())
        + "\n";
  }
}
