package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.fault.ExitCode;
import io.pipit.fault.UserException;
import io.pipit.health.StageClock;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.PictureFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a model's golden cases: pictures of which it is known what must be found. A processor, a
 * library or a file that computes wrong is found out before the first camera opens.
 */
final class SelfTest {
  private SelfTest() {}

  /**
   * Runs every case of the flavour.
   *
   * @throws UserException naming the first case that comes out wrong, and how
   */
  static void run(TorchModel network, ModelPackage model, String flavour) {
    for (ModelCard.Golden golden : model.card().golden()) {
      List<ModelCard.Expected> expected = golden.expected().get(flavour);
      if (expected == null) {
        continue;
      }
      Path picture = model.verified(golden.picture(), golden.sha256());
      List<Detection> found = detect(network, model.card(), frame(picture));
      String difference = compare(golden, model.card().minScore(), expected, found);
      if (!difference.isEmpty()) {
        throw new UserException(
            ExitCode.DATA,
            picture
                + ": golden case failed for flavour "
                + flavour
                + ": "
                + difference
                + "; the model, or libtorch on this processor, computes wrongly");
      }
    }
  }

  /** What the network finds at the picture's own size. */
  private static List<Detection> detect(TorchModel network, ModelCard card, Frame frame) {
    var size = new ModelSettings.Input.Fixed(frame.layout().width(), frame.layout().height());
    return new YoloDetector(network, card, size, card.minScore(), card.nmsIou(), new StageClock())
        .detect(frame);
  }

  /**
   * How the found differs from the expected; empty when it does not. What scores within the
   * tolerance above the threshold may be there or not.
   */
  static String compare(
      ModelCard.Golden golden,
      float minScore,
      List<ModelCard.Expected> expected,
      List<Detection> found) {
    float sure = minScore + golden.scoreTolerance();
    List<Detection> left = new ArrayList<>(found);
    for (ModelCard.Expected wanted : expected) {
      int match = 0;
      while (match < left.size() && !matches(golden, wanted, left.get(match))) {
        match++;
      }
      if (match < left.size()) {
        left.remove(match);
      } else if (wanted.score() > sure) {
        return "expected " + wanted + ", found " + found;
      }
    }
    for (Detection unexpected : left) {
      if (unexpected.score() > sure) {
        return "found " + unexpected + " where nothing was expected";
      }
    }
    return "";
  }

  private static boolean matches(
      ModelCard.Golden golden, ModelCard.Expected wanted, Detection found) {
    float off =
        Math.max(
            Math.max(
                Math.abs(wanted.box().get(0) - found.box().left()),
                Math.abs(wanted.box().get(1) - found.box().top())),
            Math.max(
                Math.abs(wanted.box().get(2) - found.box().right()),
                Math.abs(wanted.box().get(3) - found.box().bottom())));
    return wanted.label().equals(found.label())
        && Math.abs(wanted.score() - found.score()) <= golden.scoreTolerance()
        && off <= golden.boxTolerance();
  }

  private static Frame frame(Path picture) {
    try {
      BufferedImage image = PictureFile.read(picture);
      Frame.Layout layout = Frame.Layout.packed(image.getWidth(), image.getHeight());
      return new Frame("golden", 0, FrameTime.now(), layout, PictureFile.rgb(image), 0, () -> {});
    } catch (IOException e) {
      throw new UserException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    }
  }
}
