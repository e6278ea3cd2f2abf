package io.pipit.cli;

import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.EffectiveValue;
import io.pipit.config.GpioSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.model.ModelPackage;
import io.pipit.errors.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipit check-config}: everything that is wrong in a configuration, at once. */
@CommandLine.Command(
    name = "check-config",
    description = "Check a configuration file and list everything that is wrong in it.")
final class CheckConfigCommand implements Command {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "The configuration file (default: ${DEFAULT-VALUE}).",
      defaultValue = SettingsLoader.INSTALLED)
  @SuppressWarnings("NullAway.Init") // it has a default
  private Path file;

  @Option(
      names = "--effective",
      description = "Print every value that is in force, and where it comes from.")
  private boolean effective;

  @Override
  public ExitCode run() {
    SettingsLoader.Loaded loaded = SettingsLoader.load(file, ModelPackage::facts);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    loaded.warnings().forEach(one -> err.println(one.withMessage("warning: " + one.message())));
    if (effective) {
      AutomaticValues automatic = AutomaticValues.of(loaded.settings());
      for (EffectiveValue value : loaded.values()) {
        String meaning = automatic.meaning(value).map(text -> ": " + text).orElse("");
        out.println(value.key() + " = " + value.value() + "  # " + value.source() + meaning);
      }
      return ExitCode.OK;
    }
    int warnings = loaded.warnings().size();
    String but = warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", " + warnings + " warnings";
    int files = loaded.files().size();
    String read = files + (files == 1 ? " file, " : " files, ");
    out.println("config OK" + but + ": " + read + summary(loaded.settings()));
    return ExitCode.OK;
  }

  private static String summary(Settings settings) {
    int count = settings.cameras().size();
    String cameras =
        settings.cameras().stream()
            .map(camera -> camera.name() + ": " + type(camera))
            .collect(Collectors.joining(", "));
    String host = settings.socket().host();
    return String.format(
        "%d %s (%s), model %s, socket %s:%d%s",
        count,
        count == 1 ? "camera" : "cameras",
        cameras,
        settings.model().dir().getFileName(),
        host.contains(":") ? "[" + host + "]" : host,
        settings.socket().port(),
        pins(settings.gpio()));
  }

  private static String pins(GpioSettings gpio) {
    String outputs =
        gpio.outputs().stream().map(GpioSettings.Output::name).collect(Collectors.joining(", "));
    String inputs =
        gpio.inputs().stream().map(GpioSettings.Input::name).collect(Collectors.joining(", "));
    return (outputs.isEmpty() ? "" : "; outputs: " + outputs)
        + (inputs.isEmpty() ? "" : "; inputs: " + inputs);
  }

  private static String type(CameraSettings camera) {
    Source source = camera.source();
    return source.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
