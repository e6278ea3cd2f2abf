package io.pipit.demo;

import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.shade;
import static io.pipit.demo.Brush.smooth;

import java.awt.Color;

/** Draws a person who walks towards the viewer or away. Lengths are fractions of the height. */
final class FrontWalker {
  private final Clothes wear;
  private final boolean back;
  private final double gait;

  FrontWalker(Clothes wear, boolean back, double gait) {
    this.wear = wear;
    this.back = back;
    this.gait = gait;
  }

  void draw(Brush b, double phase) {
    double sway = 0.008 * gait * Math.sin(phase);
    double lift = 0.012 * gait * Math.abs(Math.sin(phase));
    arm(b, -1, sway, phase);
    arm(b, 1, sway, phase);
    leg(b, -1, Math.max(0, Math.sin(phase)));
    leg(b, 1, Math.max(0, -Math.sin(phase)));
    torso(b, sway, lift);
    head(b, sway, -0.912 - lift);
  }

  private void leg(Brush b, int side, double up) {
    double w = wear.build;
    double raised = 0.055 * gait * up;
    double far = back ? 1 : 1 - 0.15 * up;
    double ankle = -0.04 - raised;
    double knee = -0.27 - raised * 0.6;
    double x = side * 0.048 * w;
    Color lower = shade(wear.shorts ? wear.skin : wear.bottom, far);
    b.body(
        smooth(
            x - 0.035,
            ankle - 0.015,
            x + 0.035,
            ankle - 0.015,
            x + 0.04 + side * 0.008,
            ankle + 0.04,
            x - 0.04 + side * 0.008,
            ankle + 0.04),
        shade(wear.shoes, far));
    b.limb(x, knee, 0.075 * w, x, ankle, (wear.shorts ? 0.045 : 0.062) * w, lower);
    b.limb(side * 0.042 * w, -0.5, 0.098 * w, x, knee, 0.08 * w, shade(wear.bottom, far));
  }

  private void torso(Brush b, double sway, double lift) {
    double w = wear.build;
    double top = -0.825 - lift;
    double hem = -0.48 + wear.hem;
    b.limb(sway, top - 0.04, 0.055, sway, top + 0.04, 0.08, shade(wear.skin, 0.9));
    if (wear.skirt) {
      b.body(
          smooth(-0.085 * w, -0.58, 0.085 * w, -0.58, 0.13 * w, -0.3, -0.13 * w, -0.3),
          wear.bottom);
    }
    b.body(
        smooth(
            sway - 0.04,
            top - 0.03,
            sway + 0.04,
            top - 0.03,
            sway + 0.125 * w,
            top + 0.015,
            sway + 0.142 * w,
            top + 0.06,
            0.108 * w,
            top + 0.17,
            0.098 * w,
            -0.54,
            0.108 * w,
            hem,
            -0.108 * w,
            hem,
            -0.098 * w,
            -0.54,
            -0.108 * w,
            top + 0.17,
            sway - 0.142 * w,
            top + 0.06,
            sway - 0.125 * w,
            top + 0.015),
        wear.top);
    if (!back && wear.hem > 0.05) {
      b.line(sway, top + 0.03, 0, hem - 0.02, 0.006, shade(wear.top, 0.6));
      b.fill(
          smooth(sway - 0.035, top - 0.01, sway + 0.035, top - 0.01, sway, top + 0.1),
          shade(wear.packColour, 0.9));
    }
    if (back && wear.pack) {
      b.body(
          smooth(-0.085, top + 0.02, 0.085, top + 0.02, 0.095, top + 0.27, -0.095, top + 0.27),
          wear.packColour);
    }
  }

  private void arm(Brush b, int side, double sway, double phase) {
    double w = wear.build;
    double swing = gait * 0.03 * Math.sin(phase) * side;
    double x = sway + side * 0.104 * w;
    double y = -0.775;
    double ex = x + side * 0.036;
    double ey = y + 0.165 + swing * 0.5;
    double hx = ex + side * 0.004;
    double hy = ey + 0.14 + swing;
    Color sleeve = shade(wear.top, 0.9);
    b.limb(hx, hy, 0.038, hx - side * 0.004, hy + 0.045, 0.034, wear.skin);
    b.limb(ex, ey, 0.052, hx, hy, 0.038, wear.bareArms ? wear.skin : sleeve);
    b.limb(x, y, 0.07, ex, ey, 0.054, sleeve);
    if (wear.bag && side == 1) {
      b.line(hx, hy + 0.02, hx, hy + 0.08, 0.008, shade(wear.packColour, 0.6));
      b.body(
          smooth(
              hx - 0.03, hy + 0.07, hx + 0.03, hy + 0.07, hx + 0.04, hy + 0.2, hx - 0.04, hy + 0.2),
          wear.packColour);
    }
  }

  private void head(Brush b, double x, double y) {
    Color cap = wear.hat ? wear.packColour : wear.hair;
    if (wear.longHair) {
      b.body(
          smooth(
              x - 0.07, y - 0.08, x + 0.07, y - 0.08, x + 0.075, y + 0.02, x + 0.085, y + 0.13,
              x + 0.05, y + 0.14, x + 0.03, y + 0.05, x - 0.03, y + 0.05, x - 0.05, y + 0.14,
              x - 0.085, y + 0.13, x - 0.075, y + 0.02),
          shade(wear.hair, 0.85));
    }
    b.body(
        smooth(
            x - 0.06, y - 0.08, x + 0.06, y - 0.08, x + 0.062, y + 0.03, x + 0.03, y + 0.085,
            x - 0.03, y + 0.085, x - 0.062, y + 0.03),
        wear.skin);
    if (back && !wear.bald) {
      b.body(
          smooth(
              x - 0.065,
              y - 0.09,
              x + 0.065,
              y - 0.09,
              x + 0.068,
              y + 0.03,
              x + 0.03,
              y + (wear.longHair ? 0.15 : 0.06),
              x - 0.03,
              y + (wear.longHair ? 0.15 : 0.06),
              x - 0.068,
              y + 0.03),
          cap);
      return;
    }
    if (!wear.bald) {
      b.body(
          smooth(
              x - 0.068, y + 0.0, x - 0.066, y - 0.085, x, y - 0.1, x + 0.066, y - 0.085, x + 0.068,
              y + 0.0, x + 0.045, y - 0.045, x - 0.045, y - 0.045),
          cap);
    }
    if (!back) {
      face(b, x, y);
    }
  }

  private void face(Brush b, double x, double y) {
    Color dark = shade(wear.skin, 0.45);
    b.fill(oval(x - 0.022, y - 0.004, 0.009, 0.006), dark);
    b.fill(oval(x + 0.022, y - 0.004, 0.009, 0.006), dark);
    b.line(x - 0.034, y - 0.02, x - 0.012, y - 0.021, 0.005, shade(wear.hair, 0.9));
    b.line(x + 0.034, y - 0.02, x + 0.012, y - 0.021, 0.005, shade(wear.hair, 0.9));
    b.line(x, y, x + 0.003, y + 0.022, 0.007, shade(wear.skin, 0.8));
    b.line(x - 0.016, y + 0.043, x + 0.016, y + 0.043, 0.007, shade(wear.skin, 0.6));
  }
}
