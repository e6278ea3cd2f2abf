package io.pipit.demo;

import static io.pipit.demo.Brush.box;
import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.shade;

import java.awt.Color;

/** Paints trees, bushes and hedges. */
final class Plants {
  private final Brush brush;
  private final Light light;

  Plants(Brush brush, Light light) {
    this.brush = brush;
    this.light = light;
  }

  private static Color leaf(Chance chance) {
    return chance.happens(0.85)
        ? chance.colour(0.19, 0.3, 0.3, 0.6, 0.3, 0.5)
        : chance.colour(0.08, 0.14, 0.4, 0.65, 0.4, 0.6);
  }

  /** A tree line behind the far pavement, with a hedge or a fence before it. */
  void wood(Chance chance, Street street) {
    double foot = street.row(Street.HOUSES);
    double scale = street.scale(Street.HOUSES);
    for (double x = 0; x < street.width; x += chance.between(1.2, 2.6) * scale) {
      Color far = Brush.mix(leaf(chance), light.haze(), 0.35);
      foliage(chance, x, foot - chance.between(1.5, 3) * scale, 2 * scale, 2.2 * scale, far);
    }
    brush.fill(box(0, foot - 1.2 * scale, street.width, foot + 1), new Color(44, 56, 36));
    for (int i = 3 + chance.below(4); i > 0; i--) {
      tree(chance, chance.between(0, street.width), foot, 0.9 * scale);
    }
    Color hedge = leaf(chance);
    double tall = chance.between(0.5, 1.1) * scale;
    for (double x = 0; x < street.width; x += 0.35 * scale) {
      foliage(chance, x, foot - tall / 2, 0.5 * scale, tall * 0.6, hedge);
    }
  }

  /** A tree whose trunk stands at {@code x}, {@code y}. */
  void tree(Chance chance, double x, double y, double scale) {
    double high = chance.between(4.5, 8) * scale;
    double trunk = chance.between(0.1, 0.2) * scale;
    Color bark = chance.colour(0.05, 0.1, 0.15, 0.4, 0.2, 0.42);
    brush.limb(x, y - high * 0.6, trunk, x, y, 1.7 * trunk, bark);
    brush.limb(x, y - high * 0.45, trunk * 0.7, x - 0.12 * high, y - high * 0.7, trunk * 0.3, bark);
    brush.limb(x, y - high * 0.4, trunk * 0.7, x + 0.14 * high, y - high * 0.66, trunk * 0.3, bark);
    double crown = chance.between(0.25, 0.38) * high;
    foliage(chance, x, y - high * 0.75, crown, high * 0.32, leaf(chance));
    brush.fill(oval(x, y, trunk * 2, trunk * 0.5), new Color(20, 18, 14, 90));
  }

  void bush(Chance chance, double x, double y, double scale) {
    double r = chance.between(0.35, 0.8) * scale;
    foliage(chance, x, y - r * 0.7, r, r * 0.75, leaf(chance));
  }

  /** Leaves as many small blots: dark within and below, bright towards the light. */
  private void foliage(Chance chance, double cx, double cy, double rx, double ry, Color leaf) {
    int count = (int) Math.min(1400, 90 + rx * ry * 0.8);
    double blot = Math.max(1.1, Math.min(rx, ry) * 0.075);
    brush.fill(oval(cx, cy, rx * 0.75, ry * 0.75), shade(leaf, 0.45));
    double[] lumps = new double[12];
    for (int i = 0; i < lumps.length; i++) {
      lumps[i] = chance.between(-0.75, 0.75);
    }
    for (int i = 0; i < count; i++) {
      int lump = chance.below(lumps.length / 2);
      double a = chance.between(0, 2 * Math.PI);
      double r = Math.sqrt(chance.between(0, 1)) * chance.between(0.4, 0.62);
      double dx = lumps[2 * lump] * 0.7 + Math.cos(a) * r;
      double dy = lumps[2 * lump + 1] * 0.6 + Math.sin(a) * r;
      double lit = 0.82 - 0.55 * Math.sin(a) * r + 0.5 * Math.cos(a) * r * light.side();
      double size = blot * chance.between(0.5, 1.3);
      double layer = 0.6 + 0.4 * i / count;
      brush.fill(
          oval(cx + dx * rx, cy + dy * ry, size, size * chance.between(0.5, 1)),
          shade(leaf, (lit - 0.2 * dy + chance.between(-0.22, 0.22)) * layer));
    }
  }
}
