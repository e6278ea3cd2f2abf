package io.pipit.demo;

import static io.pipit.demo.Brush.box;
import static io.pipit.demo.Brush.shade;

import java.awt.Color;

/** Paints a row of house fronts along the far pavement. */
final class Houses {
  private final Brush brush;
  private final Street street;
  private final double foot;
  private final double scale;

  Houses(Brush brush, Street street) {
    this.brush = brush;
    this.street = street;
    foot = street.row(Street.HOUSES);
    scale = street.scale(Street.HOUSES);
  }

  void row(Chance chance) {
    double x = -chance.between(0, 4) * scale;
    double tall = chance.between(3, 11);
    while (x < street.width) {
      double width = chance.between(4.5, 10) * scale;
      if (chance.happens(0.12)) {
        gap(x, x + width * 0.6, chance);
        x += width * 0.6;
      } else {
        house(chance, x, x + width, chance.between(0.8, 1.25) * tall * scale);
        x += width;
      }
    }
  }

  private void gap(double left, double right, Chance chance) {
    double top = foot - chance.between(1.4, 2.2) * scale;
    Color wood = chance.colour(0.05, 0.1, 0.2, 0.5, 0.3, 0.55);
    brush.down(box(left, top, right, foot), wood, shade(wood, 0.7));
    for (double x = left; x < right; x += 0.16 * scale) {
      brush.line(x, top, x, foot, Math.max(0.5, 0.015 * scale), shade(wood, 0.55));
    }
  }

  private void house(Chance chance, double left, double right, double high) {
    Color wall =
        switch (chance.below(5)) {
          case 0 -> chance.colour(0.01, 0.05, 0.3, 0.55, 0.4, 0.6);
          case 1 -> chance.colour(0.08, 0.14, 0.1, 0.35, 0.65, 0.88);
          case 2 -> chance.colour(0.5, 0.65, 0.02, 0.15, 0.45, 0.7);
          case 3 -> chance.colour(0.05, 0.1, 0.15, 0.4, 0.45, 0.7);
          default -> chance.colour(0, 1, 0.03, 0.2, 0.7, 0.9);
        };
    double top = foot - Math.max(high, 2.9 * scale);
    brush.down(box(left, top, right + 1, foot), shade(wall, 1.05), shade(wall, 0.85));
    if (chance.happens(0.5)) {
      bricks(left, right, top, wall);
    }
    double storey = 2.9 * scale;
    boolean shop = chance.happens(0.4);
    int columns = Math.max(1, (int) ((right - left) / (chance.between(1.6, 2.8) * scale)));
    double pane = chance.between(0.4, 0.62);
    for (int floor = 0; foot - floor * storey > top + 0.5 * storey; floor++) {
      double base = foot - floor * storey;
      if (floor == 0 && shop) {
        shop(chance, left, right, base);
      } else {
        windows(chance, left, right, base, columns, pane, floor == 0);
      }
    }
    brush.fill(box(left, top - 0.12 * scale, right + 1, top + 0.1 * scale), shade(wall, 0.7));
    brush.fill(box(right - 0.03 * scale, top, right + 0.05 * scale, foot), shade(wall, 0.6));
    brush.fill(box(left, foot - 0.35 * scale, right + 1, foot), shade(wall, 0.62));
  }

  private void bricks(double left, double right, double top, Color wall) {
    Color joint = Brush.clear(shade(wall, 1.25), 0.25);
    double course = Math.max(2.5, 0.08 * scale);
    for (double y = foot; y > top; y -= course) {
      brush.line(left, y, right, y, 0.5, joint);
    }
  }

  private void windows(
      Chance chance,
      double left,
      double right,
      double base,
      int columns,
      double pane,
      boolean ground) {
    double step = (right - left) / columns;
    int door = ground ? chance.below(columns) : -1;
    Color frame = chance.happens(0.7) ? new Color(225, 224, 218) : new Color(70, 60, 54);
    for (int i = 0; i < columns; i++) {
      double centre = left + (i + 0.5) * step;
      double half = Math.min(step * pane / 2, 0.85 * scale);
      if (i == door) {
        door(chance, centre, base);
        continue;
      }
      double top = base - 2.35 * scale;
      double bottom = base - 0.95 * scale;
      double rim = Math.max(1, 0.07 * scale);
      brush.fill(box(centre - half - rim, top - rim, centre + half + rim, bottom + rim), frame);
      glass(chance, centre - half, top, centre + half, bottom);
      brush.line(centre, top, centre, bottom, Math.max(0.6, 0.05 * scale), frame);
      brush.fill(
          box(centre - half - 2 * rim, bottom + rim, centre + half + 2 * rim, bottom + 2 * rim),
          shade(frame, 0.75));
    }
  }

  private void glass(Chance chance, double left, double top, double right, double bottom) {
    double bright = chance.between(0.5, 1.35);
    Color high = shade(new Color(104, 122, 138), bright);
    Color low = shade(new Color(36, 42, 50), bright);
    if (chance.happens(0.12)) {
      high = new Color(226, 200, 140);
      low = new Color(170, 130, 80);
    }
    brush.slanted(box(left, top, right, bottom), high, low);
    if (chance.happens(0.4)) {
      Color curtain = new Color(222, 216, 204, 150);
      brush.fill(box(left, top, left + 0.25 * (right - left), bottom), curtain);
      brush.fill(box(right - 0.25 * (right - left), top, right, bottom), curtain);
    }
  }

  private void door(Chance chance, double centre, double base) {
    Color c = chance.colour(0, 1, 0.2, 0.7, 0.2, 0.5);
    double half = 0.5 * scale;
    brush.fill(
        box(centre - half * 1.2, base - 2.3 * scale, centre + half * 1.2, base),
        new Color(200, 198, 190));
    brush.down(box(centre - half, base - 2.15 * scale, centre + half, base), c, shade(c, 0.7));
    brush.fill(
        box(centre - half * 0.6, base - 1.95 * scale, centre + half * 0.6, base - 1.2 * scale),
        shade(c, 0.6));
  }

  private void shop(Chance chance, double left, double right, double base) {
    Color board = chance.colour(0, 1, 0.2, 0.8, 0.2, 0.7);
    double edge = 0.25 * scale;
    brush.fill(box(left, base - 2.8 * scale, right, base), shade(board, 0.55));
    glass(chance, left + edge, base - 2.2 * scale, right - edge, base - 0.5 * scale);
    for (int i = 0; i < 9; i++) {
      double x = chance.between(left + edge, right - edge);
      double w = chance.between(0.1, 0.5) * scale;
      double y = base - chance.between(0.5, 0.9) * scale;
      brush.fill(
          box(x, y - chance.between(0.1, 0.8) * scale, Math.min(x + w, right - edge), y),
          Brush.clear(chance.colour(0, 1, 0.1, 0.6, 0.2, 0.7), 0.6));
    }
    brush.down(
        box(left, base - 2.85 * scale, right, base - 2.3 * scale), shade(board, 1.15), board);
    if (chance.happens(0.5)) {
      Color cloth = chance.colour(0, 1, 0.3, 0.8, 0.4, 0.8);
      brush.down(
          Brush.polygon(
              left,
              base - 2.5 * scale,
              right,
              base - 2.5 * scale,
              right + 0.1 * scale,
              base - 2.0 * scale,
              left - 0.1 * scale,
              base - 2.0 * scale),
          cloth,
          shade(cloth, 0.75));
    }
    brush.line(
        (left + right) / 2,
        base - 2.2 * scale,
        (left + right) / 2,
        base - 0.5 * scale,
        Math.max(0.7, 0.05 * scale),
        shade(board, 0.5));
  }
}
