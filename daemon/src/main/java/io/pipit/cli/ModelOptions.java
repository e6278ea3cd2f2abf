package io.pipit.cli;

import io.pipit.config.ModelSettings;
import io.pipit.config.SettingsLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which model a command runs and how; what is left out is as the shipped configuration says. */
final class ModelOptions {
  @CommandLine.Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model package's folder (default: the installed model).")
  private @Nullable Path dir;

  @CommandLine.Option(
      names = "--engine",
      paramLabel = "E",
      description = "Quantized engine: auto, qnnpack, x86 or fbgemm (default: auto).")
  private @Nullable String engine;

  @CommandLine.Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of libtorch (default: processors less one).")
  private @Nullable Integer threads;

  @CommandLine.Option(
      names = "--min-score",
      paramLabel = "S",
      description =
          "Leave out what scores less, 0.001 to 1 (default: each class's own, as the model's card"
              + " says).")
  private @Nullable Float minScore;

  @CommandLine.Option(
      names = "--input-side",
      paramLabel = "PIXELS",
      description =
          "Longer side of the network's input, a multiple of 32 (default: as the model's card says).")
  private @Nullable Integer inputSide;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The settings, with the options in force. */
  ModelSettings settings() {
    ModelSettings shipped = SettingsLoader.shipped().model();
    return new ModelSettings(
        dir == null ? shipped.dir() : dir,
        engine == null ? shipped.engine() : checkedEngine(engine),
        inputSide == null ? shipped.input() : new ModelSettings.Input.Auto(checkedSide(inputSide)),
        minScore == null ? shipped.minScore() : checkedScore(minScore),
        shipped.nmsIou(),
        threads == null ? shipped.threads() : checkedThreads(threads));
  }

  private String checkedEngine(String name) {
    require(
        ModelSettings.ENGINES.contains(name),
        "--engine",
        String.join(", ", ModelSettings.ENGINES),
        name);
    return name;
  }

  private int checkedSide(int side) {
    require(ModelSettings.Input.isSide(side), "--input-side", ModelSettings.Input.SIDE_RULE, side);
    return side;
  }

  private float checkedScore(float score) {
    require(
        score >= (float) ModelSettings.LOWEST_SCORE && score <= 1,
        "--min-score",
        ModelSettings.LOWEST_SCORE + " to 1",
        score);
    return score;
  }

  private int checkedThreads(int count) {
    require(
        count >= 1 && count <= ModelSettings.MAX_THREADS,
        "--threads",
        "1 to " + ModelSettings.MAX_THREADS,
        count);
    return count;
  }

  private void require(boolean holds, String option, String rule, Object value) {
    if (!holds) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + rule + ", is " + value);
    }
  }
}
