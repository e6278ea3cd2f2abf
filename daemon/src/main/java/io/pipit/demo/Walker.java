package io.pipit.demo;

import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.shade;
import static io.pipit.demo.Brush.smooth;

import java.awt.Color;

/**
 * A person on foot, seen from the side, from the front or from behind. Lengths are fractions of the
 * height.
 */
final class Walker implements Actor {
  /** From where a walker is seen. */
  enum View {
    SIDE,
    FRONT,
    BACK
  }

  private static final double THIGH = 0.245;
  private static final double SHIN = 0.22;
  private static final double SOLE = 0.035;

  private final double metres;
  private final Clothes wear;
  private final View view;
  private final double pace;
  private final double gait;

  /**
   * Draws clothes and a size by chance.
   *
   * @param gait how far arms and legs swing: 0 stands, 1 walks
   */
  Walker(Chance chance, View view, double gait) {
    this.view = view;
    this.gait = gait * chance.between(0.85, 1.15);
    metres = chance.happens(0.12) ? chance.between(1.1, 1.4) : chance.between(1.55, 1.92);
    wear = new Clothes(chance);
    pace = chance.between(0, 1);
  }

  @Override
  public String label() {
    return "person";
  }

  @Override
  public double reach() {
    return 0.34 * metres;
  }

  @Override
  public double height() {
    return 1.04 * metres;
  }

  @Override
  public double roughness() {
    return 0.55;
  }

  /** Height of the hand above the ground in metres, where a leash begins. */
  double hand() {
    return 0.47 * metres;
  }

  @Override
  public void draw(Brush brush, double distance, double seconds) {
    Brush b = brush.scaled(metres);
    double phase = 2 * Math.PI * (distance / (0.82 * metres) + pace);
    if (view == View.SIDE) {
      side(b, phase);
    } else {
      new FrontWalker(wear, view == View.BACK, gait).draw(b, phase);
    }
  }

  private void side(Brush b, double phase) {
    double hip = Math.max(leg(phase), leg(phase + Math.PI));
    double lean = 0.03 * gait;
    double sx = lean;
    double sy = -hip - 0.3;
    arm(b, sx - 0.01, sy, phase, 0.72);
    legPart(b, hip, phase + Math.PI, 0.72);
    legPart(b, hip, phase, 1);
    torso(b, hip, lean);
    head(b, sx + 0.012, sy - 0.115);
    arm(b, sx - 0.005, sy, phase + Math.PI, 1);
  }

  private double thigh(double phase) {
    return gait * 0.45 * Math.sin(phase) + 0.04;
  }

  private double knee(double phase) {
    double swing = Math.max(0, Math.cos(phase + 0.35));
    return 0.08 + gait * 0.95 * swing * swing;
  }

  /** From the hip down to the sole of one leg. */
  private double leg(double phase) {
    double a = thigh(phase);
    return THIGH * Math.cos(a) + SHIN * Math.cos(a - knee(phase)) + SOLE;
  }

  private void legPart(Brush b, double hip, double phase, double far) {
    double a = thigh(phase);
    double s = a - knee(phase);
    double kx = THIGH * Math.sin(a);
    double ky = -hip + THIGH * Math.cos(a);
    double ax = kx + SHIN * Math.sin(s);
    double ay = ky + SHIN * Math.cos(s);
    Color upper = shade(wear.bottom, far);
    Color lower = shade(wear.shorts ? wear.skin : wear.bottom, far);
    Brush foot = b.placed(ax, ay, Math.max(-0.5, Math.min(0.9, -s * 0.75)));
    foot.body(
        smooth(-0.035, -0.012, 0.02, -0.02, 0.1, 0.014, 0.105, SOLE, -0.035, SOLE),
        shade(wear.shoes, far));
    double w = wear.build;
    b.limb(kx, ky, 0.075 * w, ax, ay, (wear.shorts ? 0.04 : 0.058) * w, lower);
    b.limb(0, -hip, 0.105 * w, kx, ky, 0.078 * w, upper);
    if (wear.shorts) {
      b.limb(0, -hip, 0.11 * w, kx, ky - 0.02, 0.092 * w, upper);
    }
  }

  private void torso(Brush b, double hip, double lean) {
    double w = wear.build;
    double top = -hip - 0.335;
    double hem = -hip + wear.hem;
    double flare = wear.hem > 0.08 ? 0.02 : 0;
    b.limb(lean + 0.008, top - 0.045, 0.05, lean, top + 0.03, 0.065, wear.skin);
    if (wear.skirt) {
      b.body(
          smooth(
              -0.06 * w,
              -hip - 0.08,
              0.06 * w,
              -hip - 0.08,
              0.1 * w,
              -hip + 0.2,
              -0.1 * w,
              -hip + 0.2),
          wear.bottom);
    }
    b.body(
        smooth(
            lean - 0.05 * w,
            top,
            lean + 0.055 * w,
            top,
            lean + 0.085 * w,
            top + 0.12,
            0.066 * w + lean / 2,
            -hip - 0.06,
            0.07 * w + flare,
            hem,
            -0.075 * w - flare,
            hem,
            -0.07 * w,
            -hip - 0.06,
            lean - 0.082 * w,
            top + 0.12),
        wear.top);
    if (wear.pack) {
      b.body(
          smooth(-0.05, top + 0.02, -0.13, top + 0.03, -0.15, top + 0.2, -0.06, top + 0.24),
          wear.packColour);
    }
  }

  private void arm(Brush b, double x, double y, double phase, double far) {
    double a = gait * 0.5 * Math.sin(phase) - 0.02;
    double e = a + 0.22 + gait * 0.25 * Math.max(0, Math.sin(phase));
    double ex = x + 0.165 * Math.sin(a);
    double ey = y + 0.165 * Math.cos(a);
    double hx = ex + 0.14 * Math.sin(e);
    double hy = ey + 0.14 * Math.cos(e);
    Color sleeve = shade(wear.top, far * 0.93);
    Color skin = shade(wear.skin, far);
    b.limb(hx, hy, 0.036, hx + 0.03 * Math.sin(e), hy + 0.04 * Math.cos(e), 0.032, skin);
    b.limb(ex, ey, 0.05, hx, hy, 0.037, wear.bareArms ? skin : sleeve);
    b.limb(x, y, 0.066, ex, ey, 0.052, sleeve);
    if (wear.bag && far == 1) {
      b.line(hx, hy + 0.02, hx, hy + 0.08, 0.008, shade(wear.packColour, 0.6));
      b.body(
          smooth(
              hx - 0.06, hy + 0.07, hx + 0.06, hy + 0.07, hx + 0.07, hy + 0.19, hx - 0.07,
              hy + 0.19),
          wear.packColour);
    }
  }

  private void head(Brush b, double x, double y) {
    if (wear.longHair) {
      b.body(
          smooth(
              x - 0.06, y - 0.06, x + 0.01, y - 0.07, x, y + 0.03, x - 0.03, y + 0.15, x - 0.085,
              y + 0.14, x - 0.075, y + 0.02),
          shade(wear.hair, 0.85));
    }
    b.body(
        smooth(
            x - 0.055, y - 0.07, x + 0.045, y - 0.075, x + 0.062, y - 0.02, x + 0.06, y + 0.055,
            x + 0.02, y + 0.082, x - 0.05, y + 0.045),
        wear.skin);
    b.fill(oval(x + 0.064, y + 0.008, 0.012, 0.014), shade(wear.skin, 0.95));
    if (wear.bald) {
      return;
    }
    b.body(
        smooth(
            x - 0.07, y - 0.06, x - 0.02, y - 0.1, x + 0.06, y - 0.085, x + 0.058, y - 0.035,
            x + 0.005, y - 0.03, x - 0.012, y + 0.03, x - 0.065, y + 0.045),
        wear.hat ? wear.packColour : wear.hair);
    if (wear.hat) {
      b.limb(x + 0.04, y - 0.035, 0.02, x + 0.1, y - 0.03, 0.012, shade(wear.packColour, 0.8));
    }
    b.fill(oval(x - 0.005, y + 0.012, 0.012, 0.018), shade(wear.skin, 0.82));
    b.fill(oval(x + 0.042, y - 0.006, 0.006, 0.007), new Color(40, 30, 28));
  }
}
