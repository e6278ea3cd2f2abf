package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.scene.ModelIdentity;
import java.util.List;

/**
 * A detector that has passed its self-test, and what it is made of.
 *
 * @param detector finds objects in frames
 * @param model which model it runs
 * @param engine the quantized engine that runs it
 * @param threads of libtorch
 * @param input the settings' sides, or else by the longer side that the model is made for
 * @param minScores by class index the settings' lowest score, or else the one that the model's card
 *     recommends for the class, 0 to 1
 */
public record LoadedDetector(
    Detector detector,
    ModelIdentity model,
    String engine,
    int threads,
    ModelSettings.Input input,
    List<Float> minScores) {
  public LoadedDetector {
    minScores = List.copyOf(minScores);
  }

  /** The same, asked through another one. */
  public LoadedDetector through(Detector other) {
    return new LoadedDetector(other, model, engine, threads, input, minScores);
  }
}
