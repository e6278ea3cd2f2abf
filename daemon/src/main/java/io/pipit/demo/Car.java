package io.pipit.demo;

import static io.pipit.demo.Brush.box;
import static io.pipit.demo.Brush.oval;
import static io.pipit.demo.Brush.shade;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;

/** A passenger car seen from the side: saloon, hatchback, estate or off-roader. */
final class Car implements Actor {
  /** Where the outline bends, as fractions of half the length (x) and of the height (y). */
  private record Form(
      double length,
      double height,
      double bonnet,
      double screenFoot,
      double roofFront,
      double roofBack,
      double glassBack,
      double boot,
      double waist) {}

  private static final Form[] FORMS = {
    new Form(4.6, 1.45, 0.6, 0.38, 0.08, -0.42, -0.7, 0.67, 0.62),
    new Form(4.0, 1.48, 0.62, 0.46, 0.1, -0.72, -0.93, 0.6, 0.6),
    new Form(4.7, 1.5, 0.6, 0.4, 0.1, -0.78, -0.95, 0.6, 0.6),
    new Form(4.5, 1.72, 0.64, 0.42, 0.16, -0.8, -0.95, 0.6, 0.6),
    new Form(3.7, 1.5, 0.66, 0.52, 0.18, -0.7, -0.94, 0.58, 0.6),
  };

  private final Form form;
  private final Color paint;
  private final Color rim;
  private final int spokes;
  private final boolean lights;
  private final boolean driver;
  private final Color driverTop;
  private final double wheel;
  private final double tint;

  Car(Chance chance) {
    form = chance.oneOf(FORMS);
    paint =
        switch (chance.below(9)) {
          case 0, 1 -> chance.colour(0, 1, 0, 0.04, 0.82, 0.96);
          case 2 -> chance.colour(0, 1, 0, 0.1, 0.1, 0.2);
          case 3, 4 -> chance.colour(0.5, 0.7, 0.02, 0.12, 0.45, 0.72);
          case 5 -> chance.colour(0.97, 1.01, 0.7, 0.9, 0.5, 0.8);
          case 6 -> chance.colour(0.57, 0.65, 0.5, 0.8, 0.3, 0.65);
          case 7 -> chance.colour(0.2, 0.45, 0.2, 0.6, 0.25, 0.5);
          default -> chance.colour(0.03, 0.15, 0.3, 0.85, 0.45, 0.85);
        };
    rim = chance.happens(0.75) ? new Color(176, 178, 182) : new Color(74, 75, 80);
    spokes = chance.oneOf(5, 6, 8, 10);
    lights = chance.happens(0.3);
    driver = chance.happens(0.8);
    driverTop = chance.colour(0, 1, 0.1, 0.6, 0.2, 0.5);
    wheel = form.height * chance.between(0.215, 0.235);
    tint = chance.between(0.7, 1.2);
  }

  @Override
  public String label() {
    return "car";
  }

  @Override
  public double reach() {
    return form.length / 2 + 0.05;
  }

  @Override
  public double height() {
    return form.height + 0.03;
  }

  @Override
  public double roughness() {
    return 0.1;
  }

  @Override
  public void draw(Brush b, double distance, double seconds) {
    double half = form.length / 2;
    double front = half * 0.63;
    double back = -half * 0.62;
    b.fill(box(-half * 0.86, -wheel * 1.1, half * 0.86, -0.16), new Color(16, 16, 18));
    Area shell = new Area(outline(half, form.height));
    for (double x : new double[] {front, back}) {
      b.fill(oval(x, -wheel * 1.25, wheel * 1.22, wheel * 1.05), new Color(16, 16, 18));
      shell.subtract(new Area(oval(x, -wheel, wheel * 1.2, wheel * 1.2)));
    }
    b.down(shell, shade(paint, 1.12), shade(paint, 0.5));
    sheen(b, shell, half);
    cabin(b, half);
    details(b, half);
    Wheel.road(b, front, wheel, distance, spokes, rim);
    Wheel.road(b, back, wheel, distance, spokes, rim);
  }

  private Path2D outline(double half, double h) {
    double belt = -h * form.waist;
    Path2D p = new Path2D.Double();
    p.moveTo(half * 0.9, -0.2);
    p.curveTo(half, -0.2, half * 1.0, -0.3, half * 0.99, -h * 0.38);
    p.curveTo(half * 0.97, belt * 0.86, half * 0.9, belt * 0.95, half * form.bonnet, belt);
    p.lineTo(half * form.screenFoot, belt * 1.07);
    p.curveTo(
        half * (form.roofFront + 0.12),
        -h * 0.94,
        half * form.roofFront,
        -h,
        half * (form.roofFront - 0.14),
        -h);
    p.curveTo(
        half * (form.roofBack * 0.5),
        -h * 1.01,
        half * form.roofBack,
        -h,
        half * form.roofBack,
        -h * 0.965);
    p.lineTo(half * form.glassBack, belt * 1.1);
    p.curveTo(-half * 0.93, -h * form.boot, -half * 0.97, -h * form.boot, -half * 0.98, -h * 0.55);
    p.curveTo(-half, -h * 0.4, -half, -0.24, -half * 0.93, -0.2);
    p.closePath();
    return p;
  }

  /** The sky on the shoulder, the street on the flank and the dark sill. */
  private void sheen(Brush b, Area shell, double half) {
    double h = form.height;
    Area shoulder = new Area(box(-half, -h * 0.6, half, -h * 0.53));
    shoulder.intersect(shell);
    b.fill(shoulder, new Color(255, 255, 255, 70));
    Area flank =
        new Area(
            Brush.smooth(-half, -h * 0.42, half, -h * 0.45, half, -h * 0.28, -half, -h * 0.25));
    flank.intersect(shell);
    b.fill(flank, new Color(0, 0, 0, 38));
    Area sill = new Area(box(-half, -0.28, half, 0));
    sill.intersect(shell);
    b.fill(sill, new Color(18, 18, 20, 190));
  }

  private void cabin(Brush b, double half) {
    double h = form.height;
    Area glass = new Area(outline(half, h));
    AffineTransform shrink = AffineTransform.getTranslateInstance(-0.06 * half, 0);
    shrink.scale(0.95, 0.945);
    glass.transform(shrink);
    glass.intersect(new Area(box(-half * 0.9, -h, half * form.screenFoot * 0.96, -h * 0.635)));
    b.slanted(glass, shade(new Color(66, 76, 86), tint), shade(new Color(22, 26, 32), tint));
    if (driver) {
      b.fill(oval(half * 0.06, -h * 0.8, 0.12, 0.15), new Color(96, 72, 60));
      Area chest = new Area(oval(half * 0.02, -h * 0.6, 0.24, 0.2));
      chest.intersect(glass);
      b.fill(chest, shade(driverTop, 0.7));
    }
    Area glare =
        new Area(Brush.polygon(half * 0.1, -h, half * 0.26, -h, -half * 0.02, 0, -half * 0.2, 0));
    glare.intersect(glass);
    b.fill(glare, new Color(220, 232, 245, 42));
    Color pillar = shade(paint, 0.55);
    b.line(-half * 0.16, -h * 0.96, -half * 0.19, -h * 0.62, 0.075, pillar);
    if (form.glassBack < -0.8) {
      b.line(-half * 0.58, -h * 0.96, -half * 0.66, -h * 0.62, 0.09, pillar);
    }
    b.outline(glass, 0.025, new Color(20, 20, 22));
  }

  private void details(Brush b, double half) {
    double h = form.height;
    Color seam = Brush.clear(shade(paint, 0.35), 0.8);
    b.line(half * 0.34, -h * 0.6, half * 0.33, -0.26, 0.018, seam);
    b.line(-half * 0.19, -h * 0.62, -half * 0.18, -0.26, 0.018, seam);
    b.line(-half * 0.62, -h * 0.6, -half * 0.5, -h * 0.42, 0.018, seam);
    b.line(-half * 0.1, -h * 0.55, -half * 0.02, -h * 0.55, 0.035, shade(paint, 0.6));
    b.line(-half * 0.55, -h * 0.55, -half * 0.47, -h * 0.55, 0.035, shade(paint, 0.6));
    b.body(oval(half * 0.33, -h * 0.655, 0.11, 0.07), shade(paint, 0.8));
    Color lamp = lights ? new Color(255, 250, 220) : new Color(214, 222, 228);
    Shape head =
        Brush.smooth(
            half * 0.97,
            -h * 0.5,
            half * 0.85,
            -h * 0.53,
            half * 0.8,
            -h * 0.46,
            half * 0.98,
            -h * 0.43);
    b.fill(head, lamp);
    b.fill(box(-half * 0.985, -h * 0.56, -half * 0.9, -h * 0.46), new Color(170, 24, 24));
    b.line(half * 0.88, -0.3, half * 0.985, -0.31, 0.07, new Color(30, 30, 33));
    b.line(-half * 0.9, -0.31, -half * 0.985, -0.31, 0.07, new Color(34, 34, 38));
  }
}
