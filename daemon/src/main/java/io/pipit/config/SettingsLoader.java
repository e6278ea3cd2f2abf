package io.pipit.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import io.pipit.errors.UserException;
import io.pipit.util.Platform;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file and then those in the folder conf.d beside it, of which the later one
 * counts. What they leave out is taken from the shipped pipit.conf, which is packaged beside this
 * class; except for the cameras, which only the user's files have.
 */
public final class SettingsLoader {
  /** Where the package puts the configuration. */
  public static final String INSTALLED = "/etc/pipit/pipit.conf";

  private static final String SHIPPED = "pipit.conf";
  private static final String MODEL = "model.dir";

  private SettingsLoader() {}

  /**
   * A configuration without errors.
   *
   * @param warnings what can be used and is hardly what its author wants
   * @param values every value that is in force, in the order of the keys
   * @param files those that were read, in this order
   * @param secrets what must not be shown
   */
  public record Loaded(
      Settings settings,
      List<ConfigProblem> warnings,
      List<EffectiveValue> values,
      List<Path> files,
      KnownSecrets secrets) {}

  /**
   * A file's settings, all of them checked, by themselves and together.
   *
   * @param cards reads the card of the model that the file names
   * @throws ConfigException with everything that is wrong in it
   * @throws UserException when the file or the model's card can't be read
   */
  public static Loaded load(Path file, ModelCards cards) {
    return load(file, home(), new Diagnostics(file.toString()), cards);
  }

  /**
   * As {@link #load(Path, ModelCards)}.
   *
   * @param home the base of relative model folders
   */
  static Loaded load(Path file, Path home, Diagnostics diagnostics, ModelCards cards) {
    ConfigFiles files = new ConfigFiles(diagnostics);
    Settings settings = read(file, home, diagnostics, files);
    ModelCards.Facts model = facts(settings, diagnostics, cards);
    if (model != null) {
      new LabelCoherence(diagnostics, settings, model).check();
      if (!diagnostics.hasProblems()) {
        new CameraCoherence(diagnostics, settings, model).check();
        new RuleCoherence(diagnostics, settings, model).check();
      }
    }
    complain(diagnostics);
    return new Loaded(
        settings,
        diagnostics.warnings(),
        diagnostics.values(),
        files.read(),
        KnownSecrets.of(diagnostics.secrets(), settings.cameras()));
  }

  /** The settings; of values that are wrong others stand in their place. */
  private static Settings read(Path file, Path home, Diagnostics diagnostics, ConfigFiles files) {
    Config shipped = parseShipped();
    Config merged;
    try {
      Config user = files.parse(file);
      if (user == null) {
        throw new ConfigException(diagnostics.problems());
      }
      // Resolved together, so that a substitution may name a key that has its default.
      merged = user.withFallback(shipped.withoutPath(CamerasReader.CAMERAS)).resolve();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(List.of(syntaxProblem(file, e)));
    }
    Path folder = Path.of("").toAbsolutePath().resolve(file).normalize().getParent();
    return new SettingsReader(diagnostics, home, folder == null ? home : folder)
        .read(merged.root(), shipped.root());
  }

  /** Where the event socket listens by a file in which other values may be wrong. */
  public static SocketSettings socket(Path file) {
    try {
      Diagnostics diagnostics = new Diagnostics(file.toString());
      return read(file, home(), diagnostics, new ConfigFiles(diagnostics)).socket();
    } catch (ConfigException e) {
      return shipped().socket();
    }
  }

  /** What the model says; null when it can't be read and that has been reported. */
  private static ModelCards.@Nullable Facts facts(
      Settings settings, Diagnostics diagnostics, ModelCards cards) {
    try {
      return cards.read(settings.model().dir());
    } catch (UserException e) {
      if (diagnostics.hasProblems()) {
        return null; // model.dir may be among them
      }
      if (diagnostics.place(MODEL).isEmpty()) {
        throw e; // it is the installed one, and no error of the file's author
      }
      diagnostics.problem(MODEL, "can't be used: " + e.getMessage());
      return null;
    }
  }

  private static void complain(Diagnostics diagnostics) {
    if (diagnostics.hasProblems()) {
      throw new ConfigException(diagnostics.problems());
    }
  }

  /** What the shipped configuration says by itself. */
  public static Settings shipped() {
    Diagnostics diagnostics = new Diagnostics(SHIPPED);
    Config shipped = parseShipped().resolve();
    Settings settings =
        new SettingsReader(diagnostics, home(), home()).read(shipped.root(), shipped.root());
    complain(diagnostics);
    return settings;
  }

  /** Where Pipit is installed: bin/pipit says so; elsewhere the working directory. */
  private static Path home() {
    return Platform.home().orElse(Path.of("")).toAbsolutePath();
  }

  private static Config parseShipped() {
    return ConfigFactory.parseURL(shippedUrl());
  }

  /** Where the defaults are. */
  static URL shippedUrl() {
    return Objects.requireNonNull(
        SettingsLoader.class.getResource(SHIPPED), "the build must package " + SHIPPED);
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
