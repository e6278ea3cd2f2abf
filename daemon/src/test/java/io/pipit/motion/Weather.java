package io.pipit.motion;

import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** What light and weather make of a frame's RGB bytes; the same for the same number of frame. */
@FunctionalInterface
interface Weather {
  /** As the camera gave it. */
  Weather FAIR = (rgb, width, height, number) -> {};

  /**
   * Changes one frame.
   *
   * @param rgb packed rows
   * @param number of the frame, 10 a second
   */
  void apply(byte[] rgb, int width, int height, int number);

  default Weather and(Weather next) {
    return (rgb, width, height, number) -> {
      apply(rgb, width, height, number);
      next.apply(rgb, width, height, number);
    };
  }

  /** Three tenths of the light, and the noise of a sensor that amplifies what is left. */
  static Weather night(double deviation) {
    return light(number -> 0.3).and(noise(deviation));
  }

  /** Light that is multiplied by a factor, which may change from frame to frame. */
  static Weather light(IntToDoubleFunction factor) {
    return (rgb, width, height, number) -> {
      double by = factor.applyAsDouble(number);
      for (int i = 0; by != 1 && i < rgb.length; i++) {
        rgb[i] = clamp((int) Math.round(by * (rgb[i] & 0xff)));
      }
    };
  }

  /** Switched off and on again, with a second in which the camera adapts each time. */
  static Weather lamp(int period) {
    return light(
        number -> {
          int since = number % period;
          boolean dark = number / period % 2 == 1;
          double adapted = number < period ? 1 : Math.min(1, since / 10.0);
          return dark ? 0.35 + 0.15 * adapted : 1 + 0.2 * (number < period ? 0 : 1 - adapted);
        });
  }

  /** Normal noise of each pixel, the same in all three colours. */
  static Weather noise(double deviation) {
    byte[] tile = new byte[1 << 20];
    Random random = new Random(7);
    for (int i = 0; i < tile.length; i++) {
      tile[i] = (byte) Math.max(-127, Math.min(127, Math.round(deviation * random.nextGaussian())));
    }
    return (rgb, width, height, number) -> {
      int at = new Random(number).nextInt(tile.length);
      for (int i = 0; i + 2 < rgb.length; i += 3) {
        int noise = tile[at++ & (tile.length - 1)];
        for (int c = i; c < i + 3; c++) {
          rgb[c] = clamp((rgb[c] & 0xff) + noise);
        }
      }
    };
  }

  /** Bright streaks, elsewhere in each frame. */
  static Weather rain(int drops) {
    return (rgb, width, height, number) -> {
      Random random = new Random(number);
      for (int drop = 0; drop < drops; drop++) {
        int x = random.nextInt(width);
        int y = random.nextInt(height);
        int length = 6 + random.nextInt(12);
        for (int k = 0; k < length && y + k < height; k++) {
          int at = 3 * ((y + k) * width + Math.min(width - 1, x + k / 5));
          for (int c = at; c < at + 3; c++) {
            rgb[c] = clamp((rgb[c] & 0xff) + 45);
          }
        }
      }
    };
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
