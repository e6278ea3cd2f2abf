package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.detect.model.ModelCard;
import io.pipit.detect.model.ModelPackage;
import io.pipit.detect.torch.Libtorch;
import io.pipit.detect.torch.TorchModel;
import io.pipit.metrics.StageClock;
import io.pipit.scene.ModelIdentity;
import io.pipit.util.Platform;
import java.util.Collections;
import java.util.List;

/** Opens model packages: files checked, engine chosen, golden cases run. */
public final class Detectors {
  private Detectors() {}

  /** As {@link #open(ModelSettings, float, int, StageClock)}, for one camera and all scores. */
  public static LoadedDetector open(ModelSettings settings, StageClock clock) {
    return open(settings, 1, 1, clock);
  }

  /**
   * Loads the model that the settings name.
   *
   * @param neededScore what scores as much is detected too where the lowest score is higher
   * @param decoded how many cameras' frames are decoded at the same time
   * @param clock takes the time of the detector's stages
   * @throws io.pipit.errors.UserException when the package, a file, the engine or the self-test is
   *     not as it must be; nothing is left open
   */
  public static LoadedDetector open(
      ModelSettings settings, float neededScore, int decoded, StageClock clock) {
    ModelPackage model = ModelPackage.open(settings.dir());
    ModelCard card = model.card();
    String engine = settings.engine().equals("auto") ? preferredEngine() : settings.engine();
    ModelCard.File file = model.fileFor(engine);
    TorchModel network =
        TorchModel.open(settings.dir().resolve(file.path()), engine, threads(settings, decoded));
    try {
      SelfTest.run(network, model, file.flavour());
      ModelSettings.Input input =
          settings.input() != null
              ? settings.input()
              : new ModelSettings.Input.Auto(card.inputSide());
      List<Float> minScores =
          Float.isNaN(settings.minScore())
              ? card.minScores()
              : Collections.nCopies(card.classes().size(), settings.minScore());
      return new LoadedDetector(
          new YoloDetector(network, card, input, minScores, neededScore, settings.nmsIou(), clock),
          new ModelIdentity(
              card.name() + " " + card.version(),
              file.sha256(),
              "int8 " + file.flavour(),
              card.classes()),
          Libtorch.engine(),
          Libtorch.threads(),
          input,
          minScores);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The engine with the fastest int8 kernels: qnnpack (with XNNPACK) on ARM, x86 on a PC. */
  private static String preferredEngine() {
    return Libtorch.engines().contains("x86") ? "x86" : "qnnpack";
  }

  /** What {@link #preferredEngine} gives on this kind of computer, without loading libtorch. */
  public static String usualEngine() {
    return Platform.isArm() ? "qnnpack" : "x86";
  }

  /**
   * The threads of libtorch with these settings on this computer. By themselves they leave a
   * processor to each decoder: libtorch's threads spin while one of them waits for a processor, so
   * that one too many costs more than it computes.
   *
   * @param decoded how many cameras' frames are decoded at the same time
   */
  public static int threads(ModelSettings settings, int decoded) {
    int left = Runtime.getRuntime().availableProcessors() - Math.max(1, decoded);
    return settings.threads() > 0 ? settings.threads() : Math.max(1, left);
  }
}
