package io.pipit.detect;

import io.pipit.detect.model.ModelCard;
import java.nio.FloatBuffer;

/**
 * Decodes one output of YOLOv3: a grid of cells, each with a few anchors, each anchor with four box
 * numbers, an objectness and a number per class, all as logits. Only what passes the threshold pays
 * for an exponential: a logit is compared with the threshold's logit first.
 *
 * <p>Source: J. Redmon and A. Farhadi, "YOLOv3: An Incremental Improvement", 2018, section 2.
 */
final class YoloHead {
  private static final int BOX = 4;

  /** The model kit's LARGEST_LOGIT: e to the power of more is no side of any frame's box. */
  private static final float MAX_SIDE_LOGIT = 6;

  private final int stride;
  private final float[] anchors;
  private final float scaleXy;
  private final float[] minScores;
  private final float[] minLogits;
  private final float minObjectness;

  /**
   * Prepares one head of the network and its thresholds.
   *
   * @param minScores by class index: objectness times class probability, 0 to 1
   */
  YoloHead(ModelCard.Head head, float[] minScores) {
    stride = head.stride();
    scaleXy = head.scaleXy();
    anchors = new float[head.anchors().size()];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = head.anchors().get(i);
    }
    this.minScores = minScores.clone();
    minLogits = new float[minScores.length];
    float lowest = Float.POSITIVE_INFINITY;
    for (int c = 0; c < minScores.length; c++) {
      minLogits[c] = (float) Math.log(minScores[c] / (1 - minScores[c]));
      lowest = Math.min(lowest, minLogits[c]);
    }
    minObjectness = lowest;
  }

  int stride() {
    return stride;
  }

  /** Numbers per cell. */
  int channels() {
    return anchors.length / 2 * (BOX + 1 + minScores.length);
  }

  /**
   * Adds every box of the grid that passes.
   *
   * @param logits [gridHeight, gridWidth, channels], from index 0 on
   */
  void decode(FloatBuffer logits, int gridWidth, int gridHeight, Candidates out) {
    int perAnchor = BOX + 1 + minScores.length;
    int at = 0;
    for (int y = 0; y < gridHeight; y++) {
      for (int x = 0; x < gridWidth; x++) {
        for (int a = 0; a < anchors.length; a += 2, at += perAnchor) {
          if (logits.get(at + BOX) >= minObjectness) {
            decodeAnchor(logits, at, x, y, a, out);
          }
        }
      }
    }
  }

  private void decodeAnchor(FloatBuffer logits, int at, int x, int y, int a, Candidates out) {
    float objectness = sigmoid(logits.get(at + BOX));
    for (int c = 0; c < minLogits.length; c++) {
      float logit = logits.get(at + BOX + 1 + c);
      if (logit < minLogits[c]) {
        continue;
      }
      float score = objectness * sigmoid(logit);
      if (score >= minScores[c]) {
        float centreX = (x + offset(logits.get(at))) * stride;
        float centreY = (y + offset(logits.get(at + 1))) * stride;
        float halfWidth = side(anchors[a], logits.get(at + 2)) / 2;
        float halfHeight = side(anchors[a + 1], logits.get(at + 3)) / 2;
        float left = centreX - halfWidth;
        float top = centreY - halfHeight;
        float right = centreX + halfWidth;
        float bottom = centreY + halfHeight;
        if (left <= right && top <= bottom) { // not so when a number is none
          out.add(c, score, left, top, right, bottom);
        }
      }
    }
  }

  /** Of a box's centre from its cell's corner, in cells: reaches out by half of scaleXy - 1. */
  private float offset(float logit) {
    return sigmoid(logit) * scaleXy - (scaleXy - 1) / 2;
  }

  private static float side(float anchor, float logit) {
    return anchor * exp(Math.min(logit, MAX_SIDE_LOGIT));
  }

  private static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  private static float exp(float x) {
    return (float) Math.exp(x);
  }
}
