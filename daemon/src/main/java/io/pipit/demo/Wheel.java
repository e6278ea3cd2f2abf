package io.pipit.demo;

import static io.pipit.demo.Brush.oval;

import java.awt.Color;

/** Draws wheels that turn with the way they have come. */
final class Wheel {
  private Wheel() {}

  /** The wheel of a car, bus or truck. */
  static void road(Brush b, double x, double radius, double distance, int spokes, Color rim) {
    double y = -radius;
    b.body(oval(x, y, radius, radius), new Color(30, 30, 32));
    b.fill(oval(x, y, radius * 0.68, radius * 0.68), new Color(44, 44, 47));
    b.body(oval(x, y, radius * 0.62, radius * 0.62), rim);
    double turn = distance / radius;
    for (int i = 0; i < spokes; i++) {
      double a = turn + 2 * Math.PI * (i + 0.5) / spokes;
      b.fill(
          oval(
              x + 0.4 * radius * Math.cos(a),
              y + 0.4 * radius * Math.sin(a),
              radius * 0.13,
              radius * 0.13),
          new Color(48, 48, 52));
    }
    b.body(oval(x, y, radius * 0.15, radius * 0.15), Brush.shade(rim, 0.8));
  }

  /** The wheel of a bicycle. */
  static void thin(Brush b, double x, double radius, double distance) {
    Color spoke = new Color(150, 150, 155, 120);
    double turn = distance / radius;
    for (int i = 0; i < 9; i++) {
      double a = turn + Math.PI * i / 9;
      double dx = radius * Math.cos(a);
      double dy = radius * Math.sin(a);
      b.line(x - dx, -radius - dy, x + dx, -radius + dy, 0.006, spoke);
    }
    b.outline(oval(x, -radius, radius - 0.02, radius - 0.02), 0.045, new Color(28, 28, 30));
    b.outline(oval(x, -radius, radius - 0.045, radius - 0.045), 0.014, new Color(150, 150, 156));
    b.fill(oval(x, -radius, 0.035, 0.035), new Color(90, 90, 95));
  }
}
