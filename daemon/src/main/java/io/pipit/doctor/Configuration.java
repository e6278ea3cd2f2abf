package io.pipit.doctor;

import io.pipit.config.CameraSettings.Source;
import io.pipit.config.ConfigException;
import io.pipit.config.ConfigProblem;
import io.pipit.config.ModelCards;
import io.pipit.config.ModelSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.model.ModelPackage;
import io.pipit.errors.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that the board is examined for.
 *
 * @param files where it is, in the order of reading; empty: there is none
 * @param loaded what it says; empty: it can't be used
 * @param findings what is to be said of it
 */
record Configuration(
    List<Path> files, Optional<SettingsLoader.Loaded> loaded, List<Finding> findings) {
  private static final String AREA = "configuration";
  private static final String ONLY_BOARD = ", so only the board is examined";

  /**
   * Reads it.
   *
   * @param given the file that the user names; null: none
   * @param installed the file that is taken then, if it is there
   */
  static Configuration read(@Nullable Path given, Path installed) {
    if (given != null) {
      return read(given);
    }
    if (Files.isReadable(installed)) {
      return read(installed);
    }
    Path folder = parent(installed);
    boolean locked =
        Files.exists(installed) || (Files.exists(folder) && !Files.isExecutable(folder));
    return locked
        ? without("you may not read " + installed + ONLY_BOARD, "sudo pipit doctor")
        : without(
            installed + " is not there" + ONLY_BOARD, "name a file: pipit doctor --config FILE");
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  private static Configuration without(String what, String remedy) {
    return new Configuration(
        List.of(), Optional.empty(), List.of(Finding.note(AREA, what, remedy)));
  }

  private static Configuration read(Path file) {
    try {
      SettingsLoader.Loaded loaded = SettingsLoader.load(file, Configuration::facts);
      List<Finding> findings = new ArrayList<>(List.of(accepted(loaded)));
      for (ConfigProblem warning : loaded.warnings()) {
        findings.add(Finding.warning(AREA, warning.toString(), "see docs/field-guide.md"));
      }
      return new Configuration(loaded.files(), Optional.of(loaded), findings);
    } catch (ConfigException e) {
      List<Finding> errors =
          e.details().stream()
              .map(
                  error ->
                      Finding.problem(AREA, error, "correct it, then: pipit check-config " + file))
              .toList();
      return new Configuration(List.of(file), Optional.empty(), errors);
    } catch (UserException e) {
      return new Configuration(
          List.of(file),
          Optional.empty(),
          List.of(Finding.problem(AREA, e, "name an existing file by --config")));
    }
  }

  /** Null where there are none: the check of the model says so. */
  private static ModelCards.@Nullable Facts facts(Path folder) {
    try {
      return ModelPackage.facts(folder);
    } catch (UserException e) {
      return null;
    }
  }

  private static Finding accepted(SettingsLoader.Loaded loaded) {
    Settings settings = loaded.settings();
    boolean drawn =
        settings.cameras().stream().allMatch(camera -> camera.source() instanceof Source.Demo);
    String what = named(loaded.files()) + ": " + count(settings);
    return drawn
        ? Finding.note(
            AREA,
            what + ", only the drawn street is watched",
            "name your cameras under 'cameras': docs/field-guide.md, \"Cameras\"")
        : Finding.ok(AREA, what);
  }

  private static String named(List<Path> files) {
    int more = files.size() - 1;
    return files.get(0) + (more == 0 ? "" : " and " + more + (more == 1 ? " file" : " files"));
  }

  private static String count(Settings settings) {
    int cameras = settings.cameras().size();
    int rules = settings.rules().size();
    return cameras
        + (cameras == 1 ? " camera, " : " cameras, ")
        + rules
        + (rules == 1 ? " rule" : " rules");
  }

  /** Its settings; empty: it can't be used. */
  Optional<Settings> settings() {
    return loaded.map(SettingsLoader.Loaded::settings);
  }

  /** Whether a camera of this board itself is asked for. */
  boolean needsVideo() {
    return settings().stream()
        .flatMap(all -> all.cameras().stream())
        .anyMatch(
            camera ->
                camera.source() instanceof Source.V4l2
                    || camera.source() instanceof Source.Libcamera);
  }

  /** What the model takes of a frame; as much as any does where there is no model. */
  ModelSettings.Input input() {
    Optional<ModelSettings> model = settings().map(Settings::model);
    ModelSettings.Input own = model.map(ModelSettings::input).orElse(null);
    if (own != null) {
      return own;
    }
    ModelCards.Facts facts = model.map(it -> facts(it.dir())).orElse(null);
    return new ModelSettings.Input.Auto(
        facts == null ? ModelSettings.Input.MAX_SIDE : facts.inputSide());
  }

  /** Whether a pin is asked for. */
  boolean needsPins() {
    return settings()
        .map(all -> !all.gpio().outputs().isEmpty() || !all.gpio().inputs().isEmpty())
        .orElse(false);
  }

  /** Its findings as those of a check. */
  Check check() {
    return new Check(AREA) {
      @Override
      List<Finding> find() {
        return findings;
      }
    };
  }
}
