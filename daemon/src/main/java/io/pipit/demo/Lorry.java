package io.pipit.demo;

import static io.pipit.demo.Brush.box;
import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.polygon;
import static io.pipit.demo.Brush.shade;

import java.awt.Color;

/** A bus or a box truck seen from the side. */
final class Lorry implements Actor {
  private final boolean bus;
  private final double length;
  private final double height;
  private final Color paint;
  private final Color stripe;
  private final Color cargo;
  private final double wheel;
  private final long people;

  private Lorry(Chance chance, boolean bus) {
    this.bus = bus;
    length = bus ? chance.between(8.5, 11) : chance.between(5.8, 7.6);
    height = bus ? chance.between(2.9, 3.15) : chance.between(2.7, 3.3);
    paint = chance.colour(0, 1, 0.15, 0.7, 0.35, 0.8);
    stripe = chance.colour(0, 1, 0, 0.7, 0.6, 0.95);
    cargo =
        chance.happens(0.6)
            ? chance.colour(0, 1, 0, 0.08, 0.75, 0.95)
            : chance.colour(0, 1, 0.2, 0.7, 0.35, 0.8);
    wheel = chance.between(0.44, 0.5);
    people = chance.below(1 << 10);
  }

  static Lorry bus(Chance chance) {
    return new Lorry(chance, true);
  }

  static Lorry truck(Chance chance) {
    return new Lorry(chance, false);
  }

  @Override
  public String label() {
    return bus ? "bus" : "truck";
  }

  @Override
  public double reach() {
    return length / 2 + 0.3;
  }

  @Override
  public double height() {
    return height + 0.05;
  }

  @Override
  public double roughness() {
    return 0.12;
  }

  @Override
  public void draw(Brush b, double distance, double seconds) {
    double half = length / 2;
    b.fill(box(-half * 0.96, -0.75, half * 0.96, -0.28), new Color(20, 20, 22));
    if (bus) {
      coach(b, half);
    } else {
      boxBody(b, half);
      cab(b, half);
    }
    double front = bus ? half * 0.62 : half * 0.72;
    for (double x : new double[] {front, -half * 0.55}) {
      b.fill(oval(x, -wheel, wheel * 1.18, wheel * 1.18), new Color(18, 18, 20));
      Wheel.road(b, x, wheel, distance, 8, new Color(150, 150, 154));
    }
  }

  private void coach(Brush b, double half) {
    b.down(
        polygon(
            -half,
            -0.35,
            -half,
            -height * 0.97,
            -half * 0.985,
            -height,
            half * 0.96,
            -height,
            half * 0.985,
            -height * 0.97,
            half,
            -height * 0.6,
            half,
            -0.4,
            half * 0.98,
            -0.34),
        shade(paint, 1.15),
        shade(paint, 0.62));
    b.fill(box(-half * 0.99, -1.25, half * 0.99, -1.12), stripe);
    Color high = new Color(92, 106, 118);
    Color low = new Color(30, 36, 42);
    int panes = (int) Math.round(length / 1.45);
    double step = 1.9 * half / panes;
    for (int i = 0; i < panes; i++) {
      double x = -half * 0.95 + i * step;
      b.slanted(box(x + 0.05, -height * 0.87, x + step - 0.05, -1.4), high, low);
      if ((people >> i & 1) == 1) {
        b.fill(oval(x + step * 0.5, -1.62, 0.13, 0.17), new Color(84, 66, 58));
        b.fill(box(x + step * 0.5 - 0.2, -1.5, x + step * 0.5 + 0.2, -1.4), new Color(50, 48, 60));
      }
    }
    b.slanted(box(half * 0.72, -height * 0.87, half * 0.88, -0.45), high, low);
    b.line(half * 0.8, -height * 0.87, half * 0.8, -0.45, 0.04, shade(paint, 0.5));
    b.fill(box(half * 0.93, -0.85, half * 0.995, -0.68), new Color(240, 236, 210));
    b.fill(box(-half * 0.995, -1.05, -half * 0.975, -0.7), new Color(170, 24, 24));
  }

  private void boxBody(Brush b, double half) {
    double right = half * 0.42;
    b.down(box(-half, -height, right, -0.75), shade(cargo, 1.05), shade(cargo, 0.78));
    for (int i = 1; i < 8; i++) {
      double x = -half + i * (right + half) / 8;
      b.line(x, -height + 0.05, x, -0.8, 0.015, Brush.clear(shade(cargo, 0.6), 0.5));
    }
    b.fill(
        box(-half * 0.8, -height * 0.72, right - half * 0.2, -height * 0.5),
        Brush.clear(paint, 0.75));
    b.line(-half, -0.76, right, -0.76, 0.08, shade(cargo, 0.4));
  }

  private void cab(Brush b, double half) {
    double left = half * 0.46;
    double top = Math.min(height * 0.92, 2.6);
    b.down(
        polygon(
            left,
            -0.4,
            left,
            -top,
            half * 0.8,
            -top,
            half * 0.86,
            -top * 0.97,
            half * 0.98,
            -top * 0.55,
            half * 0.995,
            -top * 0.5,
            half,
            -0.5,
            half * 0.96,
            -0.36),
        shade(paint, 1.12),
        shade(paint, 0.55));
    b.slanted(
        polygon(
            left + half * 0.13,
            -top * 0.87,
            half * 0.8,
            -top * 0.87,
            half * 0.91,
            -top * 0.56,
            left + half * 0.13,
            -top * 0.56),
        new Color(84, 96, 108),
        new Color(24, 28, 34));
    b.line(left + half * 0.1, -top * 0.9, left + half * 0.1, -0.6, 0.025, shade(paint, 0.4));
    b.fill(box(half * 0.92, -0.95, half * 0.99, -0.72), new Color(240, 236, 210));
  }
}
