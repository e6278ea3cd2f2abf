package io.pipit.detect;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Decodes one output of YOLOv3: a grid of cells, each with a few anchors, each anchor with four box
 * numbers, an objectness and a number per class, all as logits. Only what passes the threshold pays
 * for an exponential: a logit is compared with the threshold's logit first.
 *
 * <p>Source: J. Redmon and A. Farhadi, "YOLOv3: An Incremental Improvement", 2018, section 2.
 */
final class YoloHead {
  private static final int BOX = 4;

  private final int stride;
  private final float[] anchors;
  private final int classes;
  private final float minScore;
  private final float minLogit;

  /**
   * A head and what it lets pass.
   *
   * @param stride input pixels per cell
   * @param anchors widths and heights in input pixels: w0, h0, w1, h1, ...
   * @param classes how many
   * @param minScore objectness times class probability, 0 to 1
   */
  YoloHead(int stride, List<Float> anchors, int classes, float minScore) {
    this.stride = stride;
    this.anchors = new float[anchors.size()];
    for (int i = 0; i < this.anchors.length; i++) {
      this.anchors[i] = anchors.get(i);
    }
    this.classes = classes;
    this.minScore = minScore;
    this.minLogit = (float) Math.log(minScore / (1 - minScore));
  }

  /** Numbers per cell. */
  int channels() {
    return anchors.length / 2 * (BOX + 1 + classes);
  }

  /**
   * Adds every box of the grid that passes.
   *
   * @param logits [gridHeight, gridWidth, channels], from index 0 on
   */
  void decode(FloatBuffer logits, int gridWidth, int gridHeight, Candidates out) {
    int perAnchor = BOX + 1 + classes;
    int at = 0;
    for (int y = 0; y < gridHeight; y++) {
      for (int x = 0; x < gridWidth; x++) {
        for (int a = 0; a < anchors.length; a += 2, at += perAnchor) {
          if (logits.get(at + BOX) >= minLogit) {
            decodeAnchor(logits, at, x, y, a, out);
          }
        }
      }
    }
  }

  private void decodeAnchor(FloatBuffer logits, int at, int x, int y, int a, Candidates out) {
    float objectness = sigmoid(logits.get(at + BOX));
    for (int c = 0; c < classes; c++) {
      float logit = logits.get(at + BOX + 1 + c);
      if (logit < minLogit) {
        continue;
      }
      float score = objectness * sigmoid(logit);
      if (score >= minScore) {
        float centreX = (x + sigmoid(logits.get(at))) * stride;
        float centreY = (y + sigmoid(logits.get(at + 1))) * stride;
        float halfWidth = anchors[a] * exp(logits.get(at + 2)) / 2;
        float halfHeight = anchors[a + 1] * exp(logits.get(at + 3)) / 2;
        out.add(
            c,
            score,
            centreX - halfWidth,
            centreY - halfHeight,
            centreX + halfWidth,
            centreY + halfHeight);
      }
    }
  }

  private static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  private static float exp(float x) {
    return (float) Math.exp(x);
  }
}
