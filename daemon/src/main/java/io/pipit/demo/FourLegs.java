package io.pipit.demo;

import static io.pipit.demo.Brush.mix;
import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.shade;
import static io.pipit.demo.Brush.smooth;

import java.awt.Color;

/**
 * A dog or a cat at a trot, seen from the side. Lengths are fractions of the height at the
 * shoulder.
 */
final class FourLegs implements Actor {
  private final boolean cat;
  private final double metres;
  private final Color coat;
  private final Color belly;
  private final boolean floppy;
  private final boolean shaggy;
  private final boolean patched;
  private final double snout;
  private final double bulk;
  private final double tail;
  private final double pace;
  private final boolean collar;

  private FourLegs(Chance chance, boolean cat) {
    this.cat = cat;
    metres = cat ? chance.between(0.26, 0.32) : chance.between(0.38, 0.7);
    coat =
        chance.oneOf(
            new Color(34, 30, 30),
            new Color(92, 60, 36),
            new Color(176, 128, 72),
            new Color(206, 172, 120),
            new Color(226, 218, 206),
            new Color(120, 114, 110),
            new Color(140, 78, 40));
    belly = mix(coat, new Color(232, 220, 200), chance.between(0, 0.55));
    floppy = !cat && chance.happens(0.6);
    shaggy = chance.happens(0.35);
    patched = chance.happens(0.3);
    snout = cat ? 0.09 : chance.between(0.17, 0.27);
    bulk = cat ? 0.82 : chance.between(0.85, 1.15);
    tail = chance.between(-0.3, 1.0);
    pace = chance.between(0, 1);
    collar = chance.happens(0.7);
  }

  static FourLegs dog(Chance chance) {
    return new FourLegs(chance, false);
  }

  static FourLegs cat(Chance chance) {
    return new FourLegs(chance, true);
  }

  @Override
  public String label() {
    return cat ? "cat" : "dog";
  }

  @Override
  public double reach() {
    return 1.3 * metres;
  }

  @Override
  public double height() {
    return 1.55 * metres;
  }

  @Override
  public double roughness() {
    return shaggy ? 1 : 0.7;
  }

  /** Metres from the origin forward to the collar, where a leash ends. */
  double collarAhead() {
    return 0.62 * metres;
  }

  /** Metres from the ground up to the collar. */
  double collarHeight() {
    return 1.02 * metres;
  }

  @Override
  public void draw(Brush brush, double distance, double seconds) {
    Brush b = brush.scaled(metres);
    double phase = 2 * Math.PI * (distance / (1.9 * metres) + pace);
    double bob = 0.02 * Math.sin(2 * phase);
    leg(b, 0.42, phase + Math.PI, false, 0.66);
    leg(b, -0.5, phase, true, 0.66);
    tail(b, bob, seconds);
    leg(b, -0.48, phase + Math.PI, true, 0.95);
    trunk(b, bob);
    leg(b, 0.45, phase, false, 0.97);
    head(b, 0.66, -1.2 + bob + 0.02 * Math.sin(phase));
  }

  private void leg(Brush b, double x, double phase, boolean hind, double far) {
    double swing = 0.42 * Math.sin(phase);
    double up = Math.max(0, Math.cos(phase));
    double top = -0.6;
    double kx = x + 0.28 * Math.sin(swing) + (hind ? 0.06 : -0.02);
    double ky = -0.32 - 0.05 * up;
    double fx = x + 0.55 * Math.sin(swing) - 0.14 * up + (hind ? -0.04 : 0);
    double fy = -0.045 - 0.12 * up;
    Color c = shade(coat, far);
    Color paw = patched ? shade(belly, far) : c;
    b.limb(fx - 0.01, fy, 0.08, fx + 0.06, fy + 0.01, 0.07, paw);
    if (hind) {
      double hx = fx - 0.07 - 0.05 * up;
      double hy = fy - 0.2;
      b.limb(hx, hy, 0.085, fx, fy, 0.07, paw);
      b.limb(kx, ky - 0.06, 0.14, hx, hy, 0.085, c);
    } else {
      b.limb(kx, ky, 0.1, fx, fy, 0.075, paw);
    }
    b.limb(x, top, (hind ? 0.31 : 0.24) * bulk, kx, ky - (hind ? 0.04 : 0), hind ? 0.15 : 0.115, c);
  }

  private void tail(Brush b, double bob, double seconds) {
    double wag = 0.12 * Math.sin(9 * seconds + 6 * pace);
    double a = cat ? 0.2 + wag * 0.4 : tail + wag;
    double x = -0.7;
    double y = -0.88 + bob;
    double mx = x - 0.2 * Math.cos(a);
    double my = y - 0.2 * Math.sin(a);
    double ex = mx - 0.22 * Math.cos(a + 0.5);
    double ey = my - 0.22 * Math.sin(a + 0.5);
    double w = shaggy ? 0.17 : 0.085;
    b.limb(x + 0.08, y + 0.03, 0.11, mx, my, w, coat);
    b.limb(mx, my, w, ex, ey, w * 0.55, coat);
  }

  private void trunk(Brush b, double bob) {
    double k = bulk;
    double back = -0.98 + bob;
    Color dark = shade(coat, 1.08);
    b.down(
        smooth(
            -0.74,
            back + 0.08,
            -0.6,
            back - 0.02,
            -0.1,
            back + 0.02,
            0.35,
            back - 0.04,
            0.6,
            back - 0.02,
            0.68,
            back + 0.22,
            0.55,
            -0.52 + bob,
            0.25,
            -0.44 + bob,
            -0.15,
            -0.58 * k - 0.0 + bob,
            -0.5,
            -0.54 * k + bob,
            -0.74,
            back + 0.3),
        dark,
        mix(belly, new Color(60, 48, 40), 0.35));
    if (patched) {
      b.fill(
          smooth(-0.4, back + 0.01, 0.05, back + 0.02, 0.0, back + 0.3, -0.38, back + 0.26),
          shade(mix(coat, Color.BLACK, 0.45), 1));
    }
    if (shaggy) {
      for (int i = 0; i < 9; i++) {
        double x = -0.6 + i * 0.13;
        b.limb(
            x, -0.6 + bob, 0.12, x - 0.05, -0.45 + bob + 0.03 * (i % 3), 0.03, shade(belly, 0.8));
      }
    }
  }

  private void head(Brush b, double x, double y) {
    b.limb(0.5, -0.82, 0.4 * bulk, x, y + 0.06, 0.25, coat);
    if (collar) {
      b.line(x - 0.17, y + 0.14, x + 0.05, y + 0.24, 0.05, new Color(150, 40, 40));
    }
    if (!floppy) {
      b.body(smooth(x - 0.1, y - 0.08, x - 0.06, y - 0.32, x + 0.06, y - 0.1), shade(coat, 0.75));
    }
    b.body(oval(x, y, 0.17, 0.155), coat);
    b.limb(x + 0.1, y + 0.035, 0.18, x + 0.13 + snout, y + 0.065, 0.1, mix(coat, belly, 0.5));
    b.fill(oval(x + 0.16 + snout, y + 0.04, 0.034, 0.03), new Color(22, 18, 18));
    b.line(x + 0.12 + snout, y + 0.1, x + 0.1, y + 0.1, 0.014, shade(coat, 0.45));
    b.fill(oval(x + 0.075, y - 0.035, 0.026, 0.026), new Color(24, 18, 14));
    if (floppy) {
      b.body(
          smooth(x - 0.12, y - 0.12, x - 0.0, y - 0.12, x - 0.02, y + 0.16, x - 0.13, y + 0.15),
          shade(coat, 0.7));
    } else {
      b.body(smooth(x - 0.04, y - 0.1, x + 0.02, y - 0.33, x + 0.1, y - 0.1), coat);
    }
  }
}
