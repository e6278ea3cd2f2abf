package io.pipit.demo;

import static io.pipit.demo.Brush.box;
import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.shade;

import java.awt.Color;

/** Paints what stands about on pavements: street trees, lamps, bins, bollards, signs, benches. */
final class Furniture {
  private final Brush brush;
  private final Street street;
  private final Plants plants;

  Furniture(Brush brush, Street street, Plants plants) {
    this.brush = brush;
    this.street = street;
    this.plants = plants;
  }

  void place(Chance chance) {
    for (int i = chance.below(3); i > 0; i--) {
      at(chance, 0.13, (x, y, s) -> plants.tree(chance, x, y, s));
    }
    for (int i = chance.below(5); i > 0; i--) {
      at(chance, -0.15, (x, y, s) -> plants.bush(chance, x, y, s));
    }
    for (int i = chance.below(5); i > 0; i--) {
      at(chance, chance.oneOf(-0.12, 0.12), (x, y, s) -> prop(chance, x, y, s));
    }
  }

  /** Paints something on the ground. */
  private interface Painter {
    void paint(double x, double y, double scale);
  }

  private void at(Chance chance, double depth, Painter painter) {
    double x = chance.between(0, street.width);
    painter.paint(x, street.row(depth), street.scale(depth));
  }

  private void prop(Chance chance, double x, double y, double s) {
    Color metal = chance.colour(0, 1, 0, 0.3, 0.15, 0.5);
    brush.fill(oval(x, y, 0.35 * s, 0.08 * s), new Color(0, 0, 0, 80));
    switch (chance.below(7)) {
      case 0 -> lamp(chance, x, y, s, metal);
      case 1 -> bin(x, y, s, metal);
      case 2 -> bollards(x, y, s, metal);
      case 3 -> sign(chance, x, y, s);
      case 4 -> bench(chance, x, y, s);
      case 5 -> postBox(chance, x, y, s);
      default -> hydrant(x, y, s);
    }
  }

  private void lamp(Chance chance, double x, double y, double s, Color metal) {
    double high = chance.between(3.5, 6);
    brush.limb(x, y - high * s, 0.07 * s, x, y, 0.13 * s, metal);
    brush.limb(x, y - high * s, 0.07 * s, x + 0.8 * s, y - (high + 0.1) * s, 0.06 * s, metal);
    brush.fill(oval(x + 0.85 * s, y - high * s, 0.25 * s, 0.08 * s), new Color(235, 230, 205));
  }

  private void bin(double x, double y, double s, Color metal) {
    brush.body(
        Brush.polygon(
            x - 0.27 * s, y - 0.9 * s, x + 0.27 * s, y - 0.9 * s, x + 0.22 * s, y, x - 0.22 * s, y),
        metal);
    brush.body(box(x - 0.3 * s, y - 1.0 * s, x + 0.3 * s, y - 0.88 * s), shade(metal, 0.7));
  }

  private void bollards(double x, double y, double s, Color metal) {
    for (int i = 0; i < 4; i++) {
      double at = x + i * 1.3 * s;
      brush.limb(at, y - 0.85 * s, 0.12 * s, at, y, 0.13 * s, metal);
      brush.fill(box(at - 0.06 * s, y - 0.78 * s, at + 0.06 * s, y - 0.7 * s), Color.LIGHT_GRAY);
    }
  }

  private void sign(Chance chance, double x, double y, double s) {
    brush.limb(x, y - 2.6 * s, 0.06 * s, x, y, 0.06 * s, new Color(140, 142, 145));
    Color face =
        chance.oneOf(new Color(190, 30, 36), new Color(30, 70, 160), new Color(230, 190, 40));
    if (chance.happens(0.5)) {
      brush.fill(oval(x, y - 2.5 * s, 0.32 * s, 0.32 * s), face);
      brush.fill(oval(x, y - 2.5 * s, 0.23 * s, 0.23 * s), new Color(238, 236, 232));
    } else {
      brush.fill(box(x - 0.3 * s, y - 2.8 * s, x + 0.3 * s, y - 2.2 * s), face);
      brush.fill(box(x - 0.2 * s, y - 2.55 * s, x + 0.2 * s, y - 2.45 * s), Color.WHITE);
    }
  }

  private void bench(Chance chance, double x, double y, double s) {
    Color wood = chance.colour(0.05, 0.09, 0.4, 0.6, 0.3, 0.5);
    for (int i = 0; i < 3; i++) {
      brush.line(
          x - 0.8 * s,
          y - (0.5 + 0.14 * i) * s,
          x + 0.8 * s,
          y - (0.5 + 0.14 * i) * s,
          0.09 * s,
          shade(wood, 0.9 + 0.1 * i));
    }
    brush.line(x - 0.65 * s, y - 0.5 * s, x - 0.65 * s, y, 0.07 * s, new Color(50, 50, 54));
    brush.line(x + 0.65 * s, y - 0.5 * s, x + 0.65 * s, y, 0.07 * s, new Color(50, 50, 54));
  }

  private void postBox(Chance chance, double x, double y, double s) {
    Color c =
        chance.oneOf(new Color(170, 30, 34), new Color(220, 180, 40), new Color(96, 110, 100));
    brush.body(box(x - 0.3 * s, y - 1.25 * s, x + 0.3 * s, y), c);
    brush.fill(box(x - 0.2 * s, y - 1.05 * s, x + 0.2 * s, y - 0.98 * s), shade(c, 0.35));
    brush.fill(box(x - 0.2 * s, y - 0.8 * s, x + 0.2 * s, y - 0.45 * s), shade(c, 1.3));
  }

  private void hydrant(double x, double y, double s) {
    Color red = new Color(176, 44, 32);
    brush.limb(x, y - 0.55 * s, 0.22 * s, x, y, 0.24 * s, red);
    brush.body(oval(x, y - 0.58 * s, 0.15 * s, 0.12 * s), shade(red, 0.9));
    brush.limb(x - 0.17 * s, y - 0.4 * s, 0.11 * s, x + 0.17 * s, y - 0.4 * s, 0.11 * s, red);
  }
}
