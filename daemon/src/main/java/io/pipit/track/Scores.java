package io.pipit.track;

import java.util.Arrays;

/** The scores of a track's last frames, for their median. A frame without the object scores 0. */
final class Scores {
  private static final int KEPT = 10;

  private final float[] recent = new float[KEPT];
  private final float[] sorted = new float[KEPT];
  private int count;

  void add(float score) {
    recent[count++ % KEPT] = score;
  }

  /** The middle score, of an even number the lower one of the two; 0 when there is none. */
  float median() {
    int size = Math.min(count, KEPT);
    if (size == 0) {
      return 0;
    }
    System.arraycopy(recent, 0, sorted, 0, size);
    Arrays.sort(sorted, 0, size);
    return sorted[(size - 1) / 2];
  }
}
