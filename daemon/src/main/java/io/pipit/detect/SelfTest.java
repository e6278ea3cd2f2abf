package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.detect.model.ModelCard;
import io.pipit.detect.model.ModelException;
import io.pipit.detect.model.ModelPackage;
import io.pipit.detect.torch.TorchModel;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.image.ImageFile;
import io.pipit.image.RgbImage;
import io.pipit.metrics.StageClock;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs a model's golden cases: images of which it is known what must be found. A processor, a
 * library or a file that computes wrong is found out before the first camera opens.
 */
final class SelfTest {
  /** A detection that overlaps an expected one more is at its place. */
  private static final float SAME_PLACE_IOU = 0.5f;

  private static final int BLANK_SIDE = ModelSettings.Input.MIN_SIDE;

  private SelfTest() {}

  /**
   * Runs the network once, so that one that is not as its card says is refused even without a
   * golden case, then every case of the flavour.
   *
   * @throws UserException naming the first case that comes out wrong, and how
   */
  static void run(TorchModel network, ModelPackage model, String flavour) {
    ModelCard card = model.card();
    detect(network, card, blank());
    for (ModelCard.Golden golden : card.golden()) {
      List<ModelCard.Expected> expected = golden.expected().get(flavour);
      if (expected == null) {
        continue;
      }
      Path file = model.verified(golden.image(), golden.sha256());
      List<Detection> found = detect(network, card, frame(file));
      String difference = compare(golden, card.minScore(), expected, found);
      if (!difference.isEmpty()) {
        throw new UserException(
            ExitCode.DATA,
            file
                + ": golden case failed for flavour "
                + flavour
                + ": "
                + difference
                + "; the model, or libtorch on this processor, computes wrongly");
      }
    }
  }

  /** What the network finds at the image's own size. */
  private static List<Detection> detect(TorchModel network, ModelCard card, Frame frame) {
    var size = new ModelSettings.Input.Fixed(frame.layout().width(), frame.layout().height());
    List<Float> minScores = Collections.nCopies(card.classes().size(), card.minScore());
    return new YoloDetector(network, card, size, minScores, 1, card.nmsIou(), new StageClock())
        .detect(frame);
  }

  /**
   * How the found differs from the expected, in one line; empty when it does not. What scores
   * within the tolerance above the threshold may be there or not.
   */
  static String compare(
      ModelCard.Golden golden,
      float minScore,
      List<ModelCard.Expected> expected,
      List<Detection> found) {
    float sure = minScore + golden.scoreTolerance();
    List<Detection> left = new ArrayList<>(found);
    List<ModelCard.Expected> missing = new ArrayList<>();
    for (ModelCard.Expected wanted : expected) {
      int match = 0;
      while (match < left.size() && !matches(golden, wanted, left.get(match))) {
        match++;
      }
      if (match < left.size()) {
        left.remove(match);
      } else if (wanted.score() > sure) {
        missing.add(wanted);
      }
    }
    List<Detection> unexpected =
        left.stream().filter(detection -> detection.score() > sure).toList();
    if (missing.isEmpty() && unexpected.isEmpty()) {
      return "";
    }
    String first =
        missing.isEmpty()
            ? "found " + show(unexpected.get(0)) + " where nothing is expected"
            : "expected " + show(missing.get(0)) + ", found " + inPlaceOf(missing.get(0), left);
    return "%s; %d of %d expected are missing, %d unexpected%s"
        .formatted(
            first,
            missing.size(),
            expected.size(),
            unexpected.size(),
            scoreDifference(expected, found));
  }

  private static String inPlaceOf(ModelCard.Expected wanted, List<Detection> left) {
    return left.stream()
        .filter(detection -> isAtPlaceOf(wanted, detection))
        .findFirst()
        .map(SelfTest::show)
        .orElse("nothing like it");
  }

  /** The largest among those that have the label and the place of an expected one. */
  private static String scoreDifference(List<ModelCard.Expected> expected, List<Detection> found) {
    double largest = -1;
    for (ModelCard.Expected wanted : expected) {
      for (Detection detection : found) {
        if (wanted.label().equals(detection.label()) && isAtPlaceOf(wanted, detection)) {
          largest = Math.max(largest, Math.abs(wanted.score() - detection.score()));
          break; // the best one; others at the place are other objects
        }
      }
    }
    return largest < 0
        ? ""
        : String.format(Locale.ROOT, "; largest score difference %.2f", largest);
  }

  private static boolean isAtPlaceOf(ModelCard.Expected wanted, Detection detection) {
    return box(wanted).iou(detection.box()) > SAME_PLACE_IOU;
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

  private static Box box(ModelCard.Expected expected) {
    List<Float> box = expected.box();
    return new Box(box.get(0), box.get(1), box.get(2), box.get(3));
  }

  private static String show(ModelCard.Expected expected) {
    return show(new Detection(0, expected.label(), expected.score(), box(expected)));
  }

  /** Such as {@code person 0.74 at 382,128 403,176}. */
  private static String show(Detection detection) {
    Box box = detection.box();
    return String.format(
        Locale.ROOT,
        "%s %.2f at %.0f,%.0f %.0f,%.0f",
        detection.label(),
        detection.score(),
        box.left(),
        box.top(),
        box.right(),
        box.bottom());
  }

  private static Frame blank() {
    Frame.Layout layout = Frame.Layout.packed(BLANK_SIDE, BLANK_SIDE);
    return frame(layout, ByteBuffer.allocateDirect(layout.bytes()));
  }

  private static Frame frame(Path file) {
    try {
      RgbImage image = ImageFile.read(file);
      if (image.width() % ModelSettings.Input.STEP != 0
          || image.height() % ModelSettings.Input.STEP != 0) {
        throw new ModelException(
            (file + ": a golden case's sides must be multiples of ")
                + (ModelSettings.Input.STEP + ", are ")
                + (image.width() + "x" + image.height()));
      }
      return frame(Frame.Layout.packed(image.width(), image.height()), image.rgb());
    } catch (IOException e) {
      throw new UserException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    }
  }

  private static Frame frame(Frame.Layout layout, ByteBuffer pixels) {
    return new Frame("golden", 0, FrameTime.now(), layout, pixels, 0, () -> {});
  }
}
