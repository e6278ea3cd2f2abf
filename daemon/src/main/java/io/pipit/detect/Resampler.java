package io.pipit.detect;

import java.nio.ByteBuffer;

/**
 * Resizes RGB images with a triangle filter whose support grows with the reduction: bilinear when
 * enlarging, an average over all covered pixels when reducing, so that nothing aliases. Separable,
 * in fixed point. Scratch is allocated once for a geometry; used by one thread.
 *
 * <p>Source of the method: P. Heckbert, "Zoom", in Graphics Gems III, 1992.
 */
final class Resampler {
  private static final int BITS = 14;
  private static final int HALF = 1 << (BITS - 1);

  private final ResampledAxis horizontal;
  private final ResampledAxis vertical;
  private final int sourceHeight;
  private final int rowBytes;
  private final byte[] row;
  private final byte[] narrowed;
  private final byte[] blended;

  /** One axis: for each target pixel the first source pixel and the weights from there on. */
  private static final class ResampledAxis {
    final int target;
    final int taps;
    final int[] first;
    final int[] weights;

    ResampledAxis(int source, int target) {
      this.target = target;
      double scale = (double) source / target;
      double support = Math.max(1, scale);
      taps = Math.min(source, (int) Math.ceil(support) * 2 + 1);
      first = new int[target];
      weights = new int[target * taps];
      for (int i = 0; i < target; i++) {
        double centre = (i + 0.5) * scale;
        int from = (int) Math.floor(centre - support + 0.5);
        first[i] = Math.max(0, Math.min(source - taps, from));
        normalize(weights, i * taps, taps, first[i], centre, support);
      }
    }

    private static void normalize(
        int[] weights, int at, int taps, int first, double centre, double support) {
      double sum = 0;
      for (int k = 0; k < taps; k++) {
        sum += triangle((first + k + 0.5 - centre) / support);
      }
      int left = 1 << BITS;
      int largest = at;
      for (int k = 0; k < taps; k++) {
        double weight = triangle((first + k + 0.5 - centre) / support) / sum;
        weights[at + k] = (int) Math.round(weight * (1 << BITS));
        left -= weights[at + k];
        largest = weights[at + k] > weights[largest] ? at + k : largest;
      }
      weights[largest] += left;
    }

    private static double triangle(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  }

  Resampler(int sourceWidth, int sourceHeight, int targetWidth, int targetHeight) {
    this.sourceHeight = sourceHeight;
    horizontal = new ResampledAxis(sourceWidth, targetWidth);
    vertical = new ResampledAxis(sourceHeight, targetHeight);
    row = new byte[3 * sourceWidth];
    rowBytes = 3 * targetWidth;
    narrowed = new byte[rowBytes * sourceHeight];
    blended = new byte[rowBytes];
  }

  /**
   * Resizes one frame.
   *
   * @param source RGB rows, {@code sourceStride} bytes apart from index 0 on
   * @param target where the first target pixel goes, {@code offset}, rows {@code targetStride}
   *     apart
   */
  void resize(
      ByteBuffer source, int sourceStride, ByteBuffer target, int offset, int targetStride) {
    for (int y = 0; y < sourceHeight; y++) {
      source.get(y * sourceStride, row, 0, row.length);
      narrow(row, narrowed, y * rowBytes);
    }
    for (int y = 0; y < vertical.target; y++) {
      blend(y, blended);
      target.put(offset + y * targetStride, blended, 0, rowBytes);
    }
  }

  private void narrow(byte[] in, byte[] out, int at) {
    int taps = horizontal.taps;
    int[] weights = horizontal.weights;
    for (int x = 0; x < horizontal.target; x++) {
      int r = HALF;
      int g = HALF;
      int b = HALF;
      int pixel = 3 * horizontal.first[x];
      for (int k = x * taps; k < (x + 1) * taps; k++, pixel += 3) {
        int weight = weights[k];
        r += weight * (in[pixel] & 0xff);
        g += weight * (in[pixel + 1] & 0xff);
        b += weight * (in[pixel + 2] & 0xff);
      }
      out[at + 3 * x] = (byte) (r >> BITS);
      out[at + 3 * x + 1] = (byte) (g >> BITS);
      out[at + 3 * x + 2] = (byte) (b >> BITS);
    }
  }

  private void blend(int y, byte[] out) {
    int taps = vertical.taps;
    int base = vertical.first[y] * rowBytes;
    for (int i = 0; i < rowBytes; i++) {
      int sum = HALF;
      for (int k = 0; k < taps; k++) {
        sum += vertical.weights[y * taps + k] * (narrowed[base + k * rowBytes + i] & 0xff);
      }
      out[i] = (byte) (sum >> BITS);
    }
  }
}
