package io.pipit.detect;

import java.util.Arrays;

/**
 * Greedy non-maximum suppression, each class for itself: the best box stays, those of its class
 * that overlap it more than the limit go, and so on. Scratch is kept; used by one thread.
 */
final class Nms {
  private final float maxIou;
  private final int maxKept;
  private long[] order = new long[256];
  private int[] kept = new int[256];

  /**
   * @param maxIou intersection over union above which two boxes are one thing, 0 to 1
   * @param maxKept at most so many boxes are kept, the best
   */
  Nms(float maxIou, int maxKept) {
    this.maxIou = maxIou;
    this.maxKept = maxKept;
  }

  /**
   * Suppresses; {@link #kept} then gives the indices of the survivors, best first.
   *
   * @return how many survive
   */
  int suppress(Candidates candidates) {
    int size = candidates.size();
    if (order.length < size) {
      order = new long[size];
      kept = new int[size];
    }
    for (int i = 0; i < size; i++) {
      // A positive float's bits sort like its value; the complement puts the best first.
      order[i] = ((long) ~Float.floatToIntBits(candidates.score(i)) << 32) | i;
    }
    Arrays.sort(order, 0, size);
    int count = 0;
    for (int i = 0; i < size && count < maxKept; i++) {
      int candidate = (int) order[i];
      if (isFree(candidates, candidate, count)) {
        kept[count++] = candidate;
      }
    }
    return count;
  }

  /** Index of the i-th best survivor. */
  int kept(int i) {
    return kept[i];
  }

  private boolean isFree(Candidates candidates, int candidate, int count) {
    int classId = candidates.classId(candidate);
    for (int k = 0; k < count; k++) {
      if (candidates.classId(kept[k]) == classId && candidates.iou(kept[k], candidate) > maxIou) {
        return false;
      }
    }
    return true;
  }
}
