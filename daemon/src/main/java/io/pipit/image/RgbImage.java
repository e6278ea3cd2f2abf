package io.pipit.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.nio.ByteBuffer;

/**
 * An image's pixels, of which RGB rows can be made: upright, alpha left out, grey as it is. The
 * same pixels as Pillow's {@code convert("RGB")} gives, so that the model kit and the daemon see
 * the same.
 */
public final class RgbImage {
  private final Row rows;
  private final int width;
  private final int height;
  private final int orientation;
  private final int ownWidth;
  private final int ownHeight;

  /** Gives one row of the image as it is stored: 3 values a pixel, 0 to 255. */
  private interface Row {
    void read(int y, int[] rgb);
  }

  private RgbImage(Row rows, int width, int height, int orientation, int ownWidth, int ownHeight) {
    this.rows = rows;
    this.width = width;
    this.height = height;
    this.orientation = orientation;
    this.ownWidth = ownWidth;
    this.ownHeight = ownHeight;
  }

  /**
   * Pixels in any of the JDK's colour models.
   *
   * @param orientation Exif's, 1 to 8
   * @param ownWidth of the whole image, of which these may be every second, third ... pixel
   * @param ownHeight of the whole image
   */
  static RgbImage of(BufferedImage image, int orientation, int ownWidth, int ownHeight) {
    ColorModel model = image.getColorModel();
    // Not by Java2D's conversions: they make grey lighter and mix alpha with black.
    Row rows =
        model instanceof ComponentColorModel && model.getTransferType() <= 1
            ? components(image.getRaster(), model)
            : converted(image);
    return new RgbImage(
        rows, image.getWidth(), image.getHeight(), orientation, ownWidth, ownHeight);
  }

  /** Pixels that are upright and whole. */
  public static RgbImage of(BufferedImage image) {
    return of(image, 1, image.getWidth(), image.getHeight());
  }

  /**
   * The same image, turned as the configuration says and not as its file does.
   *
   * @param rotate 0, 90, 180 or 270 degrees clockwise, or flip; auto: as it is
   */
  public RgbImage turned(String rotate) {
    int other =
        switch (rotate) {
          case "0" -> 1;
          case "90" -> 6;
          case "180" -> 3;
          case "270" -> 8;
          case "flip" -> 4;
          default -> orientation;
        };
    return new RgbImage(rows, width, height, other, ownWidth, ownHeight);
  }

  private static Row components(Raster raster, ColorModel model) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int shift = Math.max(0, model.getComponentSize(0) - 8);
    int[] samples = new int[width * bands];
    return (y, rgb) -> {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
      for (int x = 0, from = 0; x < 3 * width; x += 3, from += bands) {
        rgb[x] = samples[from] >> shift;
        rgb[x + 1] = bands < 3 ? rgb[x] : samples[from + 1] >> shift;
        rgb[x + 2] = bands < 3 ? rgb[x] : samples[from + 2] >> shift;
      }
    };
  }

  private static Row converted(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = new int[width];
    return (y, rgb) -> {
      image.getRGB(0, y, width, 1, pixels, 0, width);
      for (int x = 0; x < width; x++) {
        rgb[3 * x] = pixels[x] >> 16 & 0xff;
        rgb[3 * x + 1] = pixels[x] >> 8 & 0xff;
        rgb[3 * x + 2] = pixels[x] & 0xff;
      }
    };
  }

  /** Four components of a JPEG file, CMYK or YCCK. */
  static RgbImage ofCmyk(Raster raster, JpegHeader header, int ownWidth, int ownHeight) {
    int width = raster.getWidth();
    int[] samples = new int[4 * width];
    Row rows =
        (y, rgb) -> {
          raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
          for (int x = 0; x < width; x++) {
            cmyk(samples, 4 * x, header, rgb, 3 * x);
          }
        };
    return new RgbImage(rows, width, raster.getHeight(), header.orientation(), ownWidth, ownHeight);
  }

  private static void cmyk(int[] from, int i, JpegHeader header, int[] rgb, int o) {
    int c = from[i];
    int m = from[i + 1];
    int y = from[i + 2];
    if (header.ycck()) { // as JFIF has it, of the inverted colours
      double cb = from[i + 1] - 128.0;
      double cr = from[i + 2] - 128.0;
      c = clamp(from[i] + 1.402 * cr);
      m = clamp(from[i] - 0.344136 * cb - 0.714136 * cr);
      y = clamp(from[i] + 1.772 * cb);
    }
    // Adobe's files have the amount of light, others the amount of ink.
    int light = header.adobe() ? 0 : 255;
    int k = Math.abs(light - from[i + 3]);
    rgb[o] = Math.abs(light - c) * k / 255;
    rgb[o + 1] = Math.abs(light - m) * k / 255;
    rgb[o + 2] = Math.abs(light - y) * k / 255;
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  private boolean isTurned() {
    return orientation >= 5;
  }

  /** Of the pixels that {@link #copyRgb} gives. */
  public int width() {
    return isTurned() ? height : width;
  }

  /** Of the pixels that {@link #copyRgb} gives. */
  public int height() {
    return isTurned() ? width : height;
  }

  /** Of the whole image, upright; at least {@link #width}. */
  public int ownWidth() {
    return isTurned() ? ownHeight : ownWidth;
  }

  /** Of the whole image, upright; at least {@link #height}. */
  public int ownHeight() {
    return isTurned() ? ownWidth : ownHeight;
  }

  /** Bytes that its RGB rows take. */
  public int bytes() {
    return 3 * width * height;
  }

  /** RGB rows without padding, from index 0 on. */
  public ByteBuffer rgb() {
    ByteBuffer pixels = ByteBuffer.allocateDirect(bytes());
    copyRgb(pixels);
    return pixels;
  }

  /** Writes RGB rows without padding, from index 0 of {@code target} on. */
  public void copyRgb(ByteBuffer target) {
    int[] row = new int[3 * width];
    for (int y = 0; y < height; y++) {
      rows.read(y, row);
      for (int x = 0; x < width; x++) {
        int at = 3 * place(x, y);
        target.put(at, (byte) row[3 * x]);
        target.put(at + 1, (byte) row[3 * x + 1]);
        target.put(at + 2, (byte) row[3 * x + 2]);
      }
    }
  }

  /** Where a stored pixel goes in the upright image. */
  private int place(int x, int y) {
    int right = width - 1 - x;
    int below = height - 1 - y;
    return switch (orientation) {
      case 2 -> y * width + right;
      case 3 -> below * width + right;
      case 4 -> below * width + x;
      case 5 -> x * height + y;
      case 6 -> x * height + below;
      case 7 -> right * height + below;
      case 8 -> right * height + y;
      default -> y * width + x;
    };
  }
}
