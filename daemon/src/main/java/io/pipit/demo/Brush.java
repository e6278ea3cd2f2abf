package io.pipit.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Draws shaded shapes, lit from one side. */
final class Brush {
  private static final float[] THIRDS = {0f, 0.45f, 1f};

  private final Graphics2D g;
  private final double light;

  /**
   * A brush on {@code g}.
   *
   * @param light where the light comes from: -1 left to 1 right, in the coordinates drawn in
   */
  Brush(Graphics2D g, double light) {
    this.g = g;
    this.light = light;
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /** The same brush with the unit of length multiplied. */
  Brush scaled(double factor) {
    Graphics2D scaled = (Graphics2D) g.create();
    scaled.scale(factor, factor);
    return new Brush(scaled, light);
  }

  /** The same brush moved and turned; the angle in radians, clockwise as seen. */
  Brush placed(double x, double y, double angle) {
    Graphics2D placed = (Graphics2D) g.create();
    placed.translate(x, y);
    placed.rotate(angle);
    return new Brush(placed, light * Math.cos(angle));
  }

  /** The colour made darker (below 1) or lighter (above 1), alpha kept. */
  static Color shade(Color c, double factor) {
    return new Color(
        part(c.getRed() * factor),
        part(c.getGreen() * factor),
        part(c.getBlue() * factor),
        c.getAlpha());
  }

  /** Between two colours, at {@code fraction} of the way. */
  static Color mix(Color a, Color b, double fraction) {
    return new Color(
        part(a.getRed() + fraction * (b.getRed() - a.getRed())),
        part(a.getGreen() + fraction * (b.getGreen() - a.getGreen())),
        part(a.getBlue() + fraction * (b.getBlue() - a.getBlue())));
  }

  /** The colour with another opacity, 0 to 1. */
  static Color clear(Color c, double alpha) {
    return new Color(c.getRed(), c.getGreen(), c.getBlue(), part(alpha * 255));
  }

  private static int part(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  void fill(Shape shape, Color color) {
    g.setPaint(color);
    g.fill(shape);
  }

  /** Fills a round body: bright towards the light, dark away from it. */
  void body(Shape shape, Color color) {
    Rectangle2D box = shape.getBounds2D();
    g.setPaint(
        across(
            box.getMinX(),
            box.getCenterY(),
            box.getMaxX() + 1e-4,
            box.getCenterY() + 0.2 * box.getHeight(),
            color));
    g.fill(shape);
  }

  /** Fills from a colour above to one below. */
  void down(Shape shape, Color top, Color bottom) {
    Rectangle2D box = shape.getBounds2D();
    g.setPaint(
        new GradientPaint(
            0f, (float) box.getMinY(), top, 0f, (float) box.getMaxY() + 1e-4f, bottom));
    g.fill(shape);
  }

  /** Fills from a colour at the left to one at the right, bent a little. */
  void slanted(Shape shape, Color left, Color right) {
    Rectangle2D box = shape.getBounds2D();
    g.setPaint(
        new GradientPaint(
            (float) box.getMinX(),
            (float) box.getMinY(),
            left,
            (float) box.getMaxX(),
            (float) box.getMaxY(),
            right));
    g.fill(shape);
  }

  /** A limb: round ends of widths {@code w1} and {@code w2}, shaded across. */
  void limb(double x1, double y1, double w1, double x2, double y2, double w2, Color color) {
    double dx = x2 - x1;
    double dy = y2 - y1;
    double length = Math.max(1e-6, Math.hypot(dx, dy));
    double nx = dy / length;
    double ny = -dx / length;
    Path2D path = new Path2D.Double();
    path.moveTo(x1 + nx * w1 / 2, y1 + ny * w1 / 2);
    path.lineTo(x2 + nx * w2 / 2, y2 + ny * w2 / 2);
    double out = 0.6 / length;
    path.curveTo(
        x2 + nx * w2 / 2 + dx * out * w2,
        y2 + ny * w2 / 2 + dy * out * w2,
        x2 - nx * w2 / 2 + dx * out * w2,
        y2 - ny * w2 / 2 + dy * out * w2,
        x2 - nx * w2 / 2,
        y2 - ny * w2 / 2);
    path.lineTo(x1 - nx * w1 / 2, y1 - ny * w1 / 2);
    path.curveTo(
        x1 - nx * w1 / 2 - dx * out * w1,
        y1 - ny * w1 / 2 - dy * out * w1,
        x1 + nx * w1 / 2 - dx * out * w1,
        y1 + ny * w1 / 2 - dy * out * w1,
        x1 + nx * w1 / 2,
        y1 + ny * w1 / 2);
    path.closePath();
    double w = Math.max(w1, w2) / 2;
    double side = nx < 0 ? -1 : 1;
    g.setPaint(
        across(
            x1 - side * nx * w, y1 - side * ny * w, x1 + side * nx * w, y1 + side * ny * w, color));
    g.fill(path);
  }

  void line(double x1, double y1, double x2, double y2, double width, Color color) {
    g.setPaint(color);
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  void outline(Shape shape, double width, Color color) {
    g.setPaint(color);
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
  }

  static Ellipse2D oval(double cx, double cy, double rx, double ry) {
    return new Ellipse2D.Double(cx - rx, cy - ry, 2 * rx, 2 * ry);
  }

  static Rectangle2D box(double left, double top, double right, double bottom) {
    return new Rectangle2D.Double(left, top, right - left, bottom - top);
  }

  /** A closed outline through points given as x, y, x, y, ..., its corners rounded by curves. */
  static Path2D smooth(double... xy) {
    Path2D path = new Path2D.Double();
    int n = xy.length / 2;
    path.moveTo((xy[0] + xy[2 * n - 2]) / 2, (xy[1] + xy[2 * n - 1]) / 2);
    for (int i = 0; i < n; i++) {
      int next = (i + 1) % n;
      path.quadTo(
          xy[2 * i],
          xy[2 * i + 1],
          (xy[2 * i] + xy[2 * next]) / 2,
          (xy[2 * i + 1] + xy[2 * next + 1]) / 2);
    }
    path.closePath();
    return path;
  }

  /** A closed polygon through points given as x, y, x, y, ... */
  static Path2D polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  private LinearGradientPaint across(double x1, double y1, double x2, double y2, Color color) {
    double strength = 0.28 * light;
    return new LinearGradientPaint(
        (float) x1,
        (float) y1,
        (float) x2,
        (float) y2,
        THIRDS,
        new Color[] {
          shade(color, 0.86 - strength), shade(color, 1.06), shade(color, 0.82 + strength)
        });
  }
}
