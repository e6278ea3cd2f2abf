package io.pipit.demo;

import java.awt.Color;

/**
 * The light of a scene.
 *
 * @param side where it comes from, -1 left to 1 right
 * @param shadow how dark the sun's shadows are, 0: none
 * @param slant pixels that a shadow moves sideways for one pixel of its length
 * @param flat length of a shadow as a fraction of what casts it; negative: away from the viewer
 * @param sky colour of the sky above
 * @param haze colour of the sky at the horizon
 * @param warmth red against blue in the finished image, 1: neutral
 * @param exposure brightness of the finished image, 1: neutral
 * @param contrast of the finished image, 1: neutral
 * @param grain noise of the sensor in grey levels
 * @param soft whether the lens is soft
 */
record Light(
    double side,
    double shadow,
    double slant,
    double flat,
    Color sky,
    Color haze,
    double warmth,
    double exposure,
    double contrast,
    double grain,
    boolean soft) {

  static Light of(Chance chance) {
    double side = chance.happens(0.5) ? chance.between(0.4, 1) : -chance.between(0.4, 1);
    boolean sunny = chance.happens(0.55);
    boolean evening = chance.happens(0.22);
    Color sky =
        sunny
            ? chance.colour(0.56, 0.61, 0.35, 0.6, 0.7, 0.9)
            : chance.colour(0.55, 0.62, 0.03, 0.12, 0.68, 0.85);
    Color haze =
        evening
            ? chance.colour(0.06, 0.11, 0.2, 0.45, 0.8, 0.95)
            : chance.colour(0.5, 0.6, 0.03, 0.15, 0.86, 0.97);
    return new Light(
        sunny ? side : side * 0.45,
        sunny ? chance.between(0.32, 0.5) : 0,
        -side * chance.between(0.5, 1.6),
        chance.happens(0.6) ? chance.between(0.12, 0.3) : -chance.between(0.1, 0.25),
        sky,
        haze,
        evening ? chance.between(1.06, 1.22) : chance.between(0.92, 1.08),
        evening ? chance.between(0.75, 0.95) : chance.between(0.88, 1.15),
        chance.between(0.86, 1.1),
        chance.between(1, 6),
        chance.happens(0.5));
  }
}
