package io.pipit.demo;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** The camera itself: lens blur, exposure, white balance and the sensor's noise. */
final class Finish {
  private static final int NOISE = 1 << 16;
  private static final int REACH = 64;

  private final int width;
  private final int height;
  private final boolean soft;
  private final byte[] noise = new byte[NOISE];
  private final int[] red;
  private final int[] green;
  private final int[] blue;
  private final int[] across;
  private final BufferedImage image;
  private final int[] out;

  Finish(long seed, Light light, int width, int height) {
    this.width = width;
    this.height = height;
    soft = light.soft();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < NOISE; i++) {
      double sum = -3;
      for (int k = 0; k < 6; k++) {
        sum += random.nextDouble();
      }
      noise[i] =
          (byte) Math.round(Math.max(-REACH, Math.min(REACH - 1, sum * light.grain() * 1.41)));
    }
    red = curve(light, Math.sqrt(light.warmth()));
    green = curve(light, 1);
    blue = curve(light, 1 / Math.sqrt(light.warmth()));
    across = new int[width * height];
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    out = DrawingCanvas.dataOf(image);
  }

  /** Grey level to grey level, with room on both sides for the noise. */
  private static int[] curve(Light light, double gain) {
    int[] curve = new int[256 + 2 * REACH];
    for (int i = 0; i < curve.length; i++) {
      double v = (i - REACH) * gain * light.exposure();
      v = 118 + (v - 118) * light.contrast();
      v = v > 215 ? 215 + 40 * (1 - Math.exp(-(v - 215) / 40)) : v;
      curve[i] = (int) Math.max(0, Math.min(255, Math.round(v)));
    }
    return curve;
  }

  BufferedImage image() {
    return image;
  }

  /** Finishes an image; {@code moment} picks the noise. */
  void apply(int[] pixels, long moment) {
    blurAcross(pixels);
    int start = (int) ((moment * 0x9E3779B97F4A7C15L) >>> 44);
    for (int y = 0; y < height; y++) {
      int up = Math.max(0, y - 1) * width;
      int down = Math.min(height - 1, y + 1) * width;
      int row = y * width;
      int n = start + y * 7919;
      for (int x = 0; x < width; x++) {
        int p = blend(across[up + x], across[row + x], across[down + x]);
        int k = n + x;
        out[row + x] =
            red[(p >> 16 & 255) + noise[k & (NOISE - 1)] + REACH] << 16
                | green[(p >> 8 & 255) + noise[(k + 11) & (NOISE - 1)] + REACH] << 8
                | blue[(p & 255) + noise[(k + 29) & (NOISE - 1)] + REACH];
      }
    }
  }

  private void blurAcross(int[] pixels) {
    for (int y = 0; y < height; y++) {
      int row = y * width;
      int last = row + width - 1;
      across[row] = pixels[row];
      across[last] = pixels[last];
      for (int i = row + 1; i < last; i++) {
        across[i] = blend(pixels[i - 1], pixels[i], pixels[i + 1]);
      }
    }
  }

  /** Weights 1-2-1 for a soft lens, 1-6-1 for a sharp one; all three colours at once. */
  private int blend(int a, int b, int c) {
    int ar = a & 0xFF00FF;
    int br = b & 0xFF00FF;
    int cr = c & 0xFF00FF;
    int ag = a >> 8 & 0xFF;
    int bg = b >> 8 & 0xFF;
    int cg = c >> 8 & 0xFF;
    if (soft) {
      return ((ar + 2 * br + cr) >>> 2 & 0xFF00FF) | ((ag + 2 * bg + cg) >>> 2) << 8;
    }
    return ((ar + 6 * br + cr) >>> 3 & 0xFF00FF) | ((ag + 6 * bg + cg) >>> 3) << 8;
  }
}
