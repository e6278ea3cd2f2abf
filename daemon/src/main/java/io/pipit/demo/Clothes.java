package io.pipit.demo;

import java.awt.Color;

/** What a person wears and looks like. */
final class Clothes {
  final Color skin;
  final Color hair;
  final Color top;
  final Color bottom;
  final Color shoes;
  final Color packColour;
  final boolean shorts;
  final boolean skirt;
  final boolean bareArms;
  final boolean pack;
  final boolean bag;
  final boolean longHair;
  final boolean bald;
  final boolean hat;

  /** How far the upper garment falls below the hip. */
  final double hem;

  /** Breadth, 1 is usual. */
  final double build;

  Clothes(Chance chance) {
    double dark = chance.between(0, 1);
    skin = Brush.mix(new Color(243, 202, 172), new Color(88, 56, 40), dark);
    hair =
        dark > 0.5
            ? chance.oneOf(new Color(28, 22, 20), new Color(44, 32, 26), new Color(120, 116, 112))
            : chance.oneOf(
                new Color(28, 22, 20),
                new Color(62, 42, 28),
                new Color(110, 76, 44),
                new Color(186, 152, 96),
                new Color(150, 146, 142));
    top = fabric(chance);
    bottom = trousers(chance);
    shoes =
        chance.oneOf(
            new Color(30, 28, 28),
            new Color(70, 48, 34),
            new Color(215, 213, 208),
            new Color(60, 64, 72));
    packColour = fabric(chance);
    skirt = chance.happens(0.14);
    shorts = skirt || chance.happens(0.18);
    bareArms = chance.happens(0.3);
    pack = chance.happens(0.22);
    bag = !pack && chance.happens(0.18);
    longHair = chance.happens(0.38);
    bald = !longHair && chance.happens(0.1);
    hat = !bald && chance.happens(0.16);
    hem = chance.happens(0.3) ? chance.between(0.1, 0.24) : chance.between(0.0, 0.05);
    build = chance.between(0.88, 1.25);
  }

  private static Color fabric(Chance chance) {
    return switch (chance.below(8)) {
      case 0, 1 -> chance.colour(0, 1, 0, 0.1, 0.1, 0.3);
      case 2 -> chance.colour(0, 1, 0, 0.12, 0.35, 0.65);
      case 3 -> chance.colour(0, 1, 0, 0.08, 0.75, 0.95);
      case 4 -> chance.colour(0.56, 0.66, 0.35, 0.75, 0.25, 0.6);
      case 5 -> chance.colour(0.05, 0.12, 0.25, 0.55, 0.35, 0.7);
      default -> chance.colour(0, 1, 0.3, 0.8, 0.35, 0.8);
    };
  }

  private static Color trousers(Chance chance) {
    return switch (chance.below(6)) {
      case 0, 1 -> chance.colour(0.58, 0.64, 0.25, 0.6, 0.22, 0.5);
      case 2, 3 -> chance.colour(0, 1, 0, 0.12, 0.1, 0.28);
      case 4 -> chance.colour(0.08, 0.13, 0.2, 0.4, 0.4, 0.75);
      default -> chance.colour(0, 1, 0.05, 0.5, 0.25, 0.6);
    };
  }
}
