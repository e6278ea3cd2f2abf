package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.health.StageClock;
import io.pipit.scene.ModelIdentity;

/** Opens model packages: files checked, engine chosen, golden cases run. */
public final class Detectors {
  private Detectors() {}

  /**
   * A detector that has passed its self-test.
   *
   * @param model which model it runs
   * @param engine the quantized engine that runs it
   * @param threads of libtorch
   * @param minScore the settings' least score, or else the one that the model's card recommends
   */
  public record Ready(
      Detector detector, ModelIdentity model, String engine, int threads, float minScore) {}

  /** As {@link #open(ModelSettings, float, StageClock)}, for the settings' least score. */
  public static Ready open(ModelSettings settings, StageClock clock) {
    return open(settings, 1, clock);
  }

  /**
   * Loads the model that the settings name.
   *
   * @param neededScore what scores as much is detected too when the least score is higher
   * @param clock takes the time of the detector's stages
   * @throws io.pipit.fault.UserException when the package, a file, the engine or the self-test is
   *     not as it must be; nothing is left open
   */
  public static Ready open(ModelSettings settings, float neededScore, StageClock clock) {
    ModelPackage model = ModelPackage.open(settings.dir());
    ModelCard card = model.card();
    String engine = settings.engine().equals("auto") ? preferredEngine() : settings.engine();
    ModelCard.File file = model.fileFor(engine);
    TorchModel network =
        TorchModel.open(settings.dir().resolve(file.path()), engine, threads(settings));
    try {
      float minScore = Float.isNaN(settings.minScore()) ? card.minScore() : settings.minScore();
      SelfTest.run(network, model, file.flavour());
      return new Ready(
          new YoloDetector(
              network,
              card,
              settings.input(),
              Math.min(minScore, neededScore),
              settings.nmsIou(),
              clock),
          new ModelIdentity(
              card.name() + " " + card.version(),
              file.sha256(),
              "int8 " + file.flavour(),
              card.classes()),
          Libtorch.engine(),
          Libtorch.threads(),
          minScore);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The engine with the fastest int8 kernels: qnnpack (with XNNPACK) on ARM, x86 on a PC. */
  private static String preferredEngine() {
    return Libtorch.engines().contains("x86") ? "x86" : "qnnpack";
  }

  private static int threads(ModelSettings settings) {
    return settings.threads() > 0
        ? settings.threads()
        : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }
}
