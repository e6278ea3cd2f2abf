package io.pipit.cli;

import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.model.ModelPackage;
import io.pipit.errors.Suggestion;
import io.pipit.replay.Playback;
import io.pipit.scene.FrameTime;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which recording a command plays, and to which camera of which configuration. */
abstract class RecordingOptions {
  @Option(
      names = "--camera",
      paramLabel = "NAME",
      description = "Whose zones and rules count (default: the only camera).")
  private @Nullable String camera;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Local time of the first frame, for schedules (default: ${DEFAULT-VALUE}).",
      defaultValue = "2000-01-01T12:00")
  @SuppressWarnings("NullAway.Init") // it has a default
  private String start;

  @Option(
      names = "--input",
      paramLabel = "NAME",
      description = "An input that is on throughout, such as a key switch; may be repeated.")
  private List<String> inputs = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** A configuration and the camera of it whose recording it is. */
  record Choice(Settings settings, CameraSettings camera) {
    /** Whether the model sees the same frames, and gives the same boxes. */
    boolean looksAlike(Choice other) {
      return settings.model().equals(other.settings.model()) && camera.fps() == other.camera.fps();
    }
  }

  /** The recording. */
  abstract Path video();

  /** The configuration file. */
  abstract Path config();

  /** The command that has these options. */
  CommandLine commandLine() {
    return spec.commandLine();
  }

  /** The camera that is named. */
  Optional<String> camera() {
    return Optional.ofNullable(camera);
  }

  /** By {@code --config}. */
  Choice choice() {
    return choice(config());
  }

  /** By another configuration. */
  Choice choice(Path file) {
    Settings settings = SettingsLoader.load(file, ModelPackage::facts).settings();
    List<String> names = settings.cameras().stream().map(CameraSettings::name).toList();
    if (camera == null && names.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--camera must say which camera of " + file + " it is: " + Suggestion.list(names));
    }
    String wanted = camera == null ? names.get(0) : camera;
    for (CameraSettings one : settings.cameras()) {
      if (one.name().equals(wanted)) {
        checkInputs(settings);
        return new Choice(settings, one);
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "--camera must be one of %s in %s, is %s%s"
            .formatted(Suggestion.list(names), file, wanted, Suggestion.hint(wanted, names)));
  }

  /** The time of the first frame. */
  FrameTime startTime() {
    try {
      LocalDateTime local = LocalDateTime.parse(start);
      return new FrameTime(0, local.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--start must be a local time such as 2026-11-24T22:00, is " + start,
          e);
    }
  }

  /** The recording, to be played. */
  Playback playback(Playback.Watcher watcher) {
    return new Playback(video(), startTime(), inputs, watcher);
  }

  private void checkInputs(Settings settings) {
    List<String> known = settings.gpio().inputs().stream().map(input -> input.name()).toList();
    for (String input : inputs) {
      if (!known.contains(input)) {
        throw new ParameterException(
            spec.commandLine(),
            "--input must be one of gpio.inputs, is " + input + Suggestion.hint(input, known));
      }
    }
  }
}
