package io.pipit.demo;

import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.shade;
import static io.pipit.demo.Brush.smooth;

import java.awt.Color;

/** The person on a bicycle, in metres. */
final class Rider implements Actor {
  private static final double THIGH = 0.43;
  private static final double SHIN = 0.44;

  private final Bicycle bicycle;
  private final Clothes wear;
  private final double upright;
  private final boolean helmet;

  Rider(Chance chance, Bicycle bicycle) {
    this.bicycle = bicycle;
    wear = new Clothes(chance);
    upright = chance.between(0.05, 0.22);
    helmet = chance.happens(0.5);
  }

  @Override
  public String label() {
    return "person";
  }

  @Override
  public double reach() {
    return 0.8;
  }

  @Override
  public double height() {
    return 1.85;
  }

  @Override
  public double roughness() {
    return 0.55;
  }

  @Override
  public void draw(Brush b, double distance, double seconds) {
    double a = bicycle.pedal(distance);
    leg(b, a + Math.PI, 0.72);
    double sx = 0.2 - upright;
    double sy = -1.42;
    b.limb(sx, sy, 0.1, 0.28, -1.2, 0.08, shade(wear.top, 0.7));
    leg(b, a, 1);
    b.limb(sx, sy + 0.03, 0.23 * wear.build, -0.22, -0.98, 0.25 * wear.build, wear.top);
    b.limb(sx + 0.01, sy - 0.08, 0.1, sx - 0.02, sy, 0.12, wear.skin);
    head(b, sx + 0.06, sy - 0.2);
    double ex = (sx + 0.44) / 2 + 0.02;
    b.limb(ex, -1.17, 0.075, 0.43, -1.05, 0.06, wear.bareArms ? wear.skin : wear.top);
    b.limb(sx, sy + 0.02, 0.11, ex, -1.17, 0.085, shade(wear.top, 1.05));
    b.fill(oval(0.44, -1.04, 0.04, 0.035), wear.skin);
  }

  private void leg(Brush b, double angle, double far) {
    double hx = -0.2;
    double hy = -0.95;
    double fx = -0.06 + 0.17 * Math.cos(angle);
    double fy = -0.34 + 0.17 * Math.sin(angle);
    double dx = fx - hx;
    double dy = fy - hy;
    double d = Math.min(Math.hypot(dx, dy), THIGH + SHIN - 0.01);
    double along = (THIGH * THIGH - SHIN * SHIN + d * d) / (2 * d);
    double out = Math.sqrt(Math.max(0, THIGH * THIGH - along * along));
    double kx = hx + (dx * along + dy * out) / d;
    double ky = hy + (dy * along - dx * out) / d;
    Color lower = shade(wear.shorts ? wear.skin : wear.bottom, far);
    b.body(
        smooth(
            fx - 0.08, fy - 0.01, fx + 0.1, fy - 0.0, fx + 0.16, fy + 0.05, fx - 0.08, fy + 0.05),
        shade(wear.shoes, far));
    b.limb(kx, ky, 0.13, fx - 0.02, fy - 0.02, 0.085, lower);
    b.limb(hx, hy, 0.19 * wear.build, kx, ky, 0.14, shade(wear.bottom, far));
  }

  private void head(Brush b, double x, double y) {
    b.body(
        smooth(
            x - 0.09, y - 0.11, x + 0.08, y - 0.11, x + 0.11, y, x + 0.1, y + 0.1, x + 0.03,
            y + 0.14, x - 0.08, y + 0.08),
        wear.skin);
    Color cap = helmet ? wear.packColour : wear.hair;
    double up = helmet ? 0.03 : 0;
    b.body(
        smooth(
            x - 0.13,
            y - 0.06,
            x - 0.06,
            y - 0.16 - up,
            x + 0.1,
            y - 0.13 - up,
            x + 0.13,
            y - 0.05,
            x,
            y - 0.04,
            x - 0.03,
            y + 0.04,
            x - 0.11,
            y + 0.07),
        cap);
    b.fill(oval(x + 0.075, y - 0.005, 0.011, 0.012), new Color(40, 30, 28));
  }
}
