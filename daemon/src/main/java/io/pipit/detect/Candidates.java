package io.pipit.detect;

import java.util.Arrays;

/**
 * Boxes that passed the threshold, in pixels of the network's input, as columns. Scratch memory:
 * grows to the maximum it has held and is filled again for every frame.
 */
final class Candidates {
  private int size;
  private int[] classIds = new int[256];
  private float[] scores = new float[256];
  private float[] corners = new float[4 * 256];

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  void add(int classId, float score, float x1, float y1, float x2, float y2) {
    if (size == classIds.length) {
      classIds = Arrays.copyOf(classIds, 2 * size);
      scores = Arrays.copyOf(scores, 2 * size);
      corners = Arrays.copyOf(corners, 8 * size);
    }
    classIds[size] = classId;
    scores[size] = score;
    corners[4 * size] = x1;
    corners[4 * size + 1] = y1;
    corners[4 * size + 2] = x2;
    corners[4 * size + 3] = y2;
    size++;
  }

  int classId(int i) {
    return classIds[i];
  }

  float score(int i) {
    return scores[i];
  }

  float x1(int i) {
    return corners[4 * i];
  }

  float y1(int i) {
    return corners[4 * i + 1];
  }

  float x2(int i) {
    return corners[4 * i + 2];
  }

  float y2(int i) {
    return corners[4 * i + 3];
  }

  /** Intersection over union of two of the boxes. */
  float iou(int i, int j) {
    float w = Math.min(x2(i), x2(j)) - Math.max(x1(i), x1(j));
    float h = Math.min(y2(i), y2(j)) - Math.max(y1(i), y1(j));
    if (w <= 0 || h <= 0) {
      return 0;
    }
    float shared = w * h;
    return shared / (area(i) + area(j) - shared);
  }

  private float area(int i) {
    return (x2(i) - x1(i)) * (y2(i) - y1(i));
  }
}
