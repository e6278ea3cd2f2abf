package io.pipit.demo;

import java.awt.Color;
import java.util.SplittableRandom;

/** Draws from a seed: the same seed gives the same answers in the same order. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Chance for one of many objects of one seed. */
  static Chance of(long seed, long kind, long number) {
    return new Chance(mix(mix(seed) ^ mix(kind * 0x9E3779B97F4A7C15L + number)));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A colour by hue, saturation and brightness, each within a range of 0 to 1. */
  Color colour(double h1, double h2, double s1, double s2, double b1, double b2) {
    return Color.getHSBColor(
        (float) between(h1, h2), (float) between(s1, s2), (float) between(b1, b2));
  }
}
