package io.pipit.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.util.Platform;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file. What the file leaves out is taken from the shipped pipit.conf, which
 * is packaged beside this class; except for the cameras, which only the user's file has.
 */
public final class SettingsLoader {
  private static final String SHIPPED = "pipit.conf";

  private SettingsLoader() {}

  /**
   * The settings of a file, all of them checked.
   *
   * @throws ConfigException with everything that is wrong in it
   * @throws UserException when the file can't be read
   */
  public static Settings load(Path file) {
    return load(file, home(), new Diagnostics(file.toString()));
  }

  /**
   * Every value that is in force with a file, in the order of the keys, and where it comes from.
   *
   * @throws ConfigException with everything that is wrong in it
   * @throws UserException when the file can't be read
   */
  public static List<EffectiveValue> effective(Path file) {
    Diagnostics reading = new Diagnostics(file.toString());
    load(file, home(), reading);
    return reading.values(shippedUrl());
  }

  /**
   * As {@link #load(Path)}.
   *
   * @param home the base of relative model folders
   */
  static Settings load(Path file, Path home, Diagnostics reading) {
    checkReadable(file);
    Config shipped = parseShipped();
    Config merged;
    try {
      Config user =
          ConfigFactory.parseFile(
              file.toFile(),
              ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false));
      // Resolved together, so that a substitution may name a key that has its default.
      merged = user.withFallback(shipped.withoutPath(CamerasReader.CAMERAS)).resolve();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(file.toString(), List.of(syntaxProblem(file, e)));
    }
    Path folder = Path.of("").toAbsolutePath().resolve(file).normalize().getParent();
    Settings settings =
        new SettingsReader(reading, home, folder == null ? home : folder)
            .read(merged.root(), shipped.root());
    if (reading.hasProblems()) {
      throw new ConfigException(file.toString(), reading.problems());
    }
    return settings;
  }

  /** What the shipped configuration says by itself. */
  public static Settings shipped() {
    Diagnostics reading = new Diagnostics(SHIPPED);
    Config shipped = parseShipped().resolve();
    Settings settings =
        new SettingsReader(reading, home(), home()).read(shipped.root(), shipped.root());
    if (reading.hasProblems()) {
      throw new ConfigException(SHIPPED, reading.problems());
    }
    return settings;
  }

  /** Where Pipit is installed: bin/pipit says so; elsewhere the working directory. */
  private static Path home() {
    return Platform.home().orElse(Path.of("")).toAbsolutePath();
  }

  private static Config parseShipped() {
    return ConfigFactory.parseURL(shippedUrl());
  }

  private static URL shippedUrl() {
    return Objects.requireNonNull(
        SettingsLoader.class.getResource(SHIPPED), "the build must package " + SHIPPED);
  }

  private static void checkReadable(Path file) {
    if (Files.isDirectory(file)) {
      throw noInput(file, "is a directory; name the configuration file in it", null);
    }
    if (!Files.exists(file)) {
      throw noInput(file, "not found; name an existing configuration file", null);
    }
    try {
      Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ConfigException(
          file.toString(),
          List.of(new ConfigProblem(file.toString(), 0, "must be written in UTF-8")));
    } catch (IOException e) {
      throw noInput(file, "can't be read; check its owner and permissions", e);
    }
  }

  private static UserException noInput(Path file, String what, @Nullable Throwable cause) {
    String message = file + ": " + what;
    return cause == null
        ? new UserException(ExitCode.NO_INPUT, message)
        : new UserException(ExitCode.NO_INPUT, message, cause);
  }

  private static ConfigProblem syntaxProblem(Path file, com.typesafe.config.ConfigException e) {
    ConfigOrigin origin = e.origin();
    if (origin == null) {
      return new ConfigProblem(file.toString(), 0, syntaxMessage(e, ""));
    }
    return new ConfigProblem(
        origin.filename() == null ? file.toString() : origin.filename(),
        Math.max(0, origin.lineNumber()),
        syntaxMessage(e, origin.description() + ": "));
  }

  /** The library's message without the place it begins with and the advice that is wrong here. */
  private static String syntaxMessage(com.typesafe.config.ConfigException e, String place) {
    String message = Secrets.mask(String.valueOf(e.getMessage())).replace('\n', ' ');
    if (message.endsWith("not: end of file")) {
      return "a closing } or ] is missing at the end of the file";
    }
    return message
        .substring(message.startsWith(place) ? place.length() : 0)
        .replace(", or you may be able to rename the file .properties rather than .conf", "")
        .strip();
  }
}
