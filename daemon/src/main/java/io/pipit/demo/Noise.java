package io.pipit.demo;

import java.util.SplittableRandom;

/** Smooth noise on a tile that repeats: clouds, stains, folds of cloth. */
final class Noise {
  private static final int SIZE = 256;

  private final float[] tile = new float[SIZE * SIZE];

  /**
   * Sums octaves of value noise.
   *
   * @param coarsest pixels between the points of the first octave, a power of two
   */
  Noise(long seed, int coarsest, int octaves) {
    SplittableRandom random = new SplittableRandom(seed);
    float strength = 1;
    float total = 0;
    for (int o = 0, step = coarsest; o < octaves && step >= 1; o++, step /= 2) {
      add(random, step, strength);
      total += strength;
      strength *= 0.6f;
    }
    for (int i = 0; i < tile.length; i++) {
      tile[i] /= total;
    }
  }

  private void add(SplittableRandom random, int step, float strength) {
    int n = SIZE / step;
    float[] points = new float[n * n];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) (random.nextDouble() * 2 - 1);
    }
    for (int y = 0; y < SIZE; y++) {
      int y0 = y / step;
      float fy = ease((float) (y % step) / step);
      for (int x = 0; x < SIZE; x++) {
        int x0 = x / step;
        float fx = ease((float) (x % step) / step);
        int x1 = (x0 + 1) % n;
        int y1 = (y0 + 1) % n;
        float top = points[y0 * n + x0] * (1 - fx) + points[y0 * n + x1] * fx;
        float bottom = points[y1 * n + x0] * (1 - fx) + points[y1 * n + x1] * fx;
        tile[y * SIZE + x] += strength * (top * (1 - fy) + bottom * fy);
      }
    }
  }

  private static float ease(float t) {
    return t * t * (3 - 2 * t);
  }

  /** The nearest point's value, about -1 to 1. */
  float at(int x, int y) {
    return tile[(y & (SIZE - 1)) * SIZE + (x & (SIZE - 1))];
  }

  /** The value between points, about -1 to 1. */
  float at(double x, double y) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    float fx = (float) (x - x0);
    float fy = (float) (y - y0);
    float top = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx;
    float bottom = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx;
    return top * (1 - fy) + bottom * fy;
  }
}
