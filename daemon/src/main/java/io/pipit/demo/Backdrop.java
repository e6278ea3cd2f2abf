package io.pipit.demo;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Paints what stands still: sky, houses or a park, pavements, road, trees and street furniture. */
final class Backdrop {
  private final long seed;
  private final Street street;
  private final Light light;

  Backdrop(long seed, Street street, Light light) {
    this.seed = seed;
    this.street = street;
    this.light = light;
  }

  int[] paint() {
    BufferedImage image =
        new BufferedImage(street.width, street.height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = DrawingCanvas.dataOf(image);
    Chance chance = Chance.of(seed, 3, 0);
    boolean park = chance.happens(0.3);
    Noise noise = new Noise(seed + 1, 64, 7);
    Ground ground = new Ground(chance, street, noise, park);
    sky(pixels, chance, noise);
    Graphics2D g = image.createGraphics();
    Brush brush = new Brush(g, light.side());
    Plants plants = new Plants(brush, light);
    if (park) {
      plants.wood(chance, street);
    } else {
      new Houses(brush, street).row(chance);
      stain(pixels, noise);
    }
    ground.paint(pixels);
    Furniture furniture = new Furniture(brush, street, plants);
    furniture.place(chance);
    g.dispose();
    return pixels.clone();
  }

  private void sky(int[] pixels, Chance chance, Noise noise) {
    double cover = chance.between(-0.3, 0.35);
    double drift = chance.between(0, 200);
    int rows = (int) street.row(Street.HOUSES) + 1;
    for (int y = 0; y < Math.min(rows, street.height); y++) {
      double down = Math.min(1, Math.max(0, y / (street.horizon + 1)));
      int base = Brush.mix(light.sky(), light.haze(), down * down).getRGB();
      for (int x = 0; x < street.width; x++) {
        double scale = 300.0 / street.height;
        double n = noise.at(drift + x * scale * 0.35, y * scale * (0.7 + down));
        double cloud = Math.max(0, Math.min(1, (n + cover) * 2.2));
        pixels[y * street.width + x] = Ground.toward(base, 0xF4F4F6, cloud * 0.8);
      }
    }
  }

  /** Weather on the walls. */
  private void stain(int[] pixels, Noise noise) {
    int rows = Math.min(street.height, (int) street.row(Street.HOUSES) + 1);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < street.width; x++) {
        int at = y * street.width + x;
        double n = 0.1 * noise.at(x * 0.7, y * 0.35) + 0.06 * noise.at(x * 6, y * 6);
        pixels[at] = Ground.gain(pixels[at], 1 + n);
      }
    }
  }
}
