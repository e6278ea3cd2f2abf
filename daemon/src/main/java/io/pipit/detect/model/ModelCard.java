package io.pipit.detect.model;

import java.util.List;
import java.util.Map;

/**
 * What model.json says of a model package, as far as the program needs it.
 *
 * @param name the model's name
 * @param version of the package
 * @param classes names by class index
 * @param heads outputs in the order in which the network returns them
 * @param inputSide the longer side of the input that the model is made for, in pixels
 * @param files TorchScript files, each for some engines
 * @param minScore the score from which the golden cases name detections, 0 to 1
 * @param minScores by class index the score below which its detections mean little, 0 to 1
 * @param nmsIou overlap above which two boxes of one class are one object, in the golden cases
 * @param golden images with the detections that must come out
 */
public record ModelCard(
    String name,
    String version,
    List<String> classes,
    List<Head> heads,
    int inputSide,
    List<File> files,
    float minScore,
    List<Float> minScores,
    float nmsIou,
    List<Golden> golden) {
  /**
   * One output.
   *
   * @param stride input pixels per cell
   * @param anchors their sizes w0, h0, w1, h1, ... in input pixels
   * @param scaleXy how far a box's centre reaches out of its cell: 1 means not at all
   */
  public record Head(int stride, List<Float> anchors, float scaleXy) {}

  /** A file of the package with the quantized engines that run it. */
  public record File(String path, String sha256, String flavour, List<String> engines) {}

  /** An image, and by flavour what must be found in it. */
  public record Golden(
      String image,
      String sha256,
      float scoreTolerance,
      float boxTolerance,
      Map<String, List<Expected>> expected) {}

  /** One expected detection; box x1, y1, x2, y2 in pixels of the image. */
  public record Expected(String label, float score, List<Float> box) {}
}
