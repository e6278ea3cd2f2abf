package io.pipit.demo;

import java.awt.Color;

/** A bicycle seen from the side, without its rider. */
final class Bicycle implements Actor {
  static final double WHEEL = 0.34;

  /** Metres ridden for one turn of the pedals. */
  private static final double GEAR = 4.6;

  private final Color frame;
  private final double pace;

  Bicycle(Chance chance) {
    frame = chance.colour(0, 1, 0.2, 0.85, 0.25, 0.8);
    pace = chance.between(0, 2 * Math.PI);
  }

  /** The angle of the pedal on the viewer's side. */
  double pedal(double distance) {
    return pace + 2 * Math.PI * distance / GEAR;
  }

  @Override
  public String label() {
    return "bicycle";
  }

  @Override
  public double reach() {
    return 0.92;
  }

  @Override
  public double height() {
    return 1.08;
  }

  @Override
  public double roughness() {
    return 0.1;
  }

  @Override
  public void draw(Brush b, double distance, double seconds) {
    Wheel.thin(b, 0.54, WHEEL, distance);
    Wheel.thin(b, -0.52, WHEEL, distance);
    Color dark = new Color(32, 32, 34);
    b.line(-0.52, -WHEEL, -0.06, -0.3, 0.035, Brush.shade(frame, 0.8));
    b.line(-0.52, -WHEEL, -0.2, -0.8, 0.03, Brush.shade(frame, 0.8));
    b.limb(-0.06, -0.3, 0.05, -0.22, -0.86, 0.045, frame);
    b.limb(-0.06, -0.3, 0.055, 0.4, -0.78, 0.055, frame);
    b.limb(-0.19, -0.76, 0.045, 0.38, -0.84, 0.045, frame);
    b.limb(0.54, -WHEEL, 0.035, 0.37, -0.92, 0.05, frame);
    b.line(0.37, -0.92, 0.36, -1.0, 0.035, dark);
    b.line(0.36, -1.0, 0.46, -1.03, 0.045, dark);
    b.limb(-0.34, -0.9, 0.09, -0.12, -0.9, 0.05, dark);
    b.fill(Brush.oval(-0.06, -0.3, 0.085, 0.085), new Color(70, 70, 74));
    double a = pedal(distance);
    b.line(-0.06, -0.3, -0.06 + 0.17 * Math.cos(a), -0.3 + 0.17 * Math.sin(a), 0.03, dark);
  }
}
