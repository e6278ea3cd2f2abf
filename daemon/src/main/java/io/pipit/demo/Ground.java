package io.pipit.demo;

import java.awt.Color;

/** Paints pavements, kerbs, road and lawn, pixel by pixel in perspective. */
final class Ground {
  private final Street street;
  private final Noise noise;
  private final int pavement;
  private final int asphalt;
  private final int lawn;
  private final boolean park;
  private final boolean nearLawn;
  private final boolean dashes;
  private final boolean edge;
  private final double slab;
  private final double wet;

  Ground(Chance chance, Street street, Noise noise, boolean park) {
    this.street = street;
    this.noise = noise;
    this.park = park;
    pavement =
        chance.happens(0.75)
            ? chance.colour(0.05, 0.14, 0.02, 0.14, 0.5, 0.74).getRGB()
            : chance.colour(0.01, 0.06, 0.2, 0.38, 0.45, 0.6).getRGB();
    asphalt = chance.colour(0.55, 0.7, 0.0, 0.08, 0.26, 0.48).getRGB();
    lawn = chance.colour(0.2, 0.3, 0.35, 0.6, 0.28, 0.48).getRGB();
    nearLawn = chance.happens(0.2);
    dashes = chance.happens(0.75);
    edge = chance.happens(0.35);
    slab = chance.oneOf(0.0, 0.4, 0.6, 1.0);
    wet = chance.happens(0.15) ? 0.5 : 0;
  }

  void paint(int[] pixels) {
    int first = (int) Math.max(0, street.row(Street.HOUSES));
    double middle = street.metres((Street.FAR_KERB + Street.NEAR_KERB) / 2 + 0.04);
    for (int y = first; y < street.height; y++) {
      double scale = street.scaleAtRow(y + 0.5);
      double depth = street.depthOf(scale);
      double z = street.height / scale;
      for (int x = 0; x < street.width; x++) {
        double wx = (x + 0.5 - street.width / 2.0) / scale;
        int c = surface(depth, wx, z, scale, middle);
        double stain = 0.1 * noise.at(wx * 9 + 900, z * 14);
        double grit = 0.09 * noise.at(x * 5 + 3, y * 7) + 0.05 * noise.at(wx * 90, z * 60);
        pixels[y * street.width + x] = gain(c, 1 + stain + grit);
      }
    }
  }

  private int surface(double depth, double x, double z, double scale, double middle) {
    if (depth < Street.FAR_KERB - 0.015) {
      return park && depth < -0.09 ? grass(x, z) : paved(x, z, scale);
    }
    if (depth < Street.FAR_KERB + 0.012) {
      return depth < Street.FAR_KERB ? gain(pavement, 1.15) : gain(pavement, 0.6);
    }
    if (depth < Street.NEAR_KERB) {
      return road(depth, x, z, middle);
    }
    if (depth < Street.NEAR_KERB + 0.035) {
      return gain(pavement, depth < Street.NEAR_KERB + 0.008 ? 0.6 : 1.15);
    }
    return nearLawn ? grass(x, z) : paved(x, z, scale);
  }

  private int grass(double x, double z) {
    double blades = noise.at(x * 60, z * 130);
    return gain(toward(lawn, 0xA09050, 0.25 + 0.25 * noise.at(x * 4, z * 7)), 1 + 0.25 * blades);
  }

  private int paved(double x, double z, double scale) {
    if (slab == 0) {
      return gain(pavement, 0.92);
    }
    double row = Math.floor(z / slab);
    double shift = (row % 2) * slab / 2;
    double column = Math.floor((x + shift) / slab);
    double tone = 0.05 * noise.at((int) (column * 31), (int) (row * 17));
    double line = 0.012;
    double dx = Math.abs((x + shift) / slab - Math.rint((x + shift) / slab)) * slab;
    double dz = Math.abs(z / slab - Math.rint(z / slab)) * slab;
    double joint = Math.min(1, line * scale) * (dx < line || dz < 2 * line ? 1 : 0);
    return gain(pavement, (1 + tone) * (1 - 0.35 * joint));
  }

  private int road(double depth, double x, double z, double middle) {
    double worn = 0.06 * Math.cos(2 * Math.PI * (depth - Street.FAR_KERB) / 0.16);
    int c = gain(asphalt, 1 + worn);
    double patch = noise.at(x * 3 + 77, z * 4);
    c = patch > 0.45 ? gain(c, 0.88) : c;
    if (wet > 0) {
      c = toward(c, 0xB0BCC8, wet * Math.max(0, noise.at(x * 2, z * 9)));
    }
    double fade = 0.7 + 0.3 * noise.at(x * 25, z * 25);
    if (dashes
        && Math.abs(z - middle) < 0.07
        && Math.floorMod((long) Math.floor(x / 1.6), 2) == 0) {
      return toward(c, 0xE6E4DA, fade);
    }
    if (edge && Math.abs(depth - Street.NEAR_KERB + 0.05) < 0.008) {
      return toward(c, 0xDCC060, fade);
    }
    return c;
  }

  /** The colour with every part multiplied. */
  static int gain(int rgb, double gain) {
    int r = (int) Math.max(0, Math.min(255, (rgb >> 16 & 255) * gain));
    int g = (int) Math.max(0, Math.min(255, (rgb >> 8 & 255) * gain));
    int b = (int) Math.max(0, Math.min(255, (rgb & 255) * gain));
    return r << 16 | g << 8 | b;
  }

  /** From one colour to another. */
  static int toward(int from, int to, double fraction) {
    return Brush.mix(new Color(from), new Color(to), Math.max(0, Math.min(1, fraction))).getRGB()
        & 0xFFFFFF;
  }
}
