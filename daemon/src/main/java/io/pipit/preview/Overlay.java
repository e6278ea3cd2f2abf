package io.pipit.preview;

import io.pipit.preview.Annotations.Mark;
import io.pipit.preview.Annotations.Outline;
import io.pipit.scene.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws a frame for people: enlarged so that texts can be read, with boxes, zones, masks, lines and
 * a grid of the coordinates that the configuration uses.
 */
final class Overlay {
  /** An image's longer side has at least this many pixels. */
  private static final int MIN_SIDE = 1000;

  private static final int GRID_STEPS = 10;
  private static final Color GRID = new Color(255, 255, 255, 70);
  private static final Color ZONE = new Color(40, 220, 120);
  private static final Color MASK = new Color(0, 0, 0, 130);
  private static final Color LINE = new Color(255, 190, 0);

  private final Letters letters = new Letters();
  private final BufferedImage image;
  private final Graphics2D g;

  /** Pixels of a dot of the letters. */
  private final int dot;

  private Overlay(BufferedImage frame) {
    int longer = Math.max(frame.getWidth(), frame.getHeight());
    int times = Math.max(1, (MIN_SIDE + longer - 1) / longer);
    image =
        new BufferedImage(
            frame.getWidth() * times, frame.getHeight() * times, BufferedImage.TYPE_INT_RGB);
    dot = Math.max(2, longer * times / 600);
    g = image.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.drawImage(frame, 0, 0, image.getWidth(), image.getHeight(), null);
  }

  /**
   * Pixels as an image, as large as they are.
   *
   * @param rgb rows without padding, 3 bytes a pixel
   */
  static BufferedImage image(int width, int height, byte[] rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
    }
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  /** A larger image with all that is known drawn over the frame. */
  static BufferedImage draw(BufferedImage frame, Annotations annotations) {
    Overlay overlay = new Overlay(frame);
    annotations.masks().forEach(overlay::mask);
    overlay.grid();
    annotations.zones().forEach(overlay::zone);
    annotations.lines().forEach(overlay::line);
    annotations.marks().forEach(overlay::mark);
    overlay.g.dispose();
    return overlay.image;
  }

  /** The colour of a label: the same each time. */
  static Color colour(String label) {
    float hue = Math.floorMod(label.hashCode() * 0x9e3779b9, 360) / 360f;
    return Color.getHSBColor(hue, 0.75f, 1);
  }

  private int x(double at) {
    return (int) Math.round(at * image.getWidth());
  }

  private int y(double at) {
    return (int) Math.round(at * image.getHeight());
  }

  private void grid() {
    g.setStroke(new BasicStroke(1));
    for (int i = 1; i < GRID_STEPS; i++) {
      double at = i / (double) GRID_STEPS;
      g.setColor(GRID);
      g.drawLine(x(at), 0, x(at), image.getHeight());
      g.drawLine(0, y(at), image.getWidth(), y(at));
      String text = "." + i;
      tag(text, x(at) - Letters.width(text, dot) / 2, 0, new Color(0, 0, 0, 110), Color.WHITE);
      tag(text, 0, y(at) - Letters.HEIGHT * dot / 2, new Color(0, 0, 0, 110), Color.WHITE);
    }
  }

  private void mask(Outline mask) {
    Path2D area = path(mask.points());
    area.closePath();
    g.setColor(MASK);
    g.fill(area);
    g.setColor(Color.LIGHT_GRAY);
    g.setStroke(dashed());
    g.draw(area);
    nameAt(mask, Color.LIGHT_GRAY, "mask ");
  }

  private void zone(Outline zone) {
    Path2D area = path(zone.points());
    area.closePath();
    g.setColor(new Color(ZONE.getRed(), ZONE.getGreen(), ZONE.getBlue(), 45));
    g.fill(area);
    g.setColor(ZONE);
    g.setStroke(new BasicStroke(dot));
    g.draw(area);
    nameAt(zone, ZONE, "");
  }

  /** With a tick in its middle that points to its right-hand side. */
  private void line(Outline line) {
    Point from = line.points().get(0);
    Point to = line.points().get(line.points().size() - 1);
    g.setColor(LINE);
    g.setStroke(new BasicStroke(1.5f * dot));
    g.drawLine(x(from.x()), y(from.y()), x(to.x()), y(to.y()));
    double dx = x(to.x()) - x(from.x());
    double dy = y(to.y()) - y(from.y());
    double length = Math.max(1, Math.hypot(dx, dy));
    int middleX = (x(from.x()) + x(to.x())) / 2;
    int middleY = (y(from.y()) + y(to.y())) / 2;
    int tick = 12 * dot;
    g.drawLine(
        middleX,
        middleY,
        (int) Math.round(middleX - dy / length * tick),
        (int) Math.round(middleY + dx / length * tick));
    nameAt(line, LINE, "");
  }

  private void mark(Mark mark) {
    int left = x(mark.left());
    int top = y(mark.top());
    Color colour = colour(mark.label());
    g.setColor(colour);
    g.setStroke(mark.seen() ? new BasicStroke(dot) : dashed());
    g.drawRect(left, top, x(mark.right()) - left, y(mark.bottom()) - top);
    String text =
        mark.label()
            + (mark.id().isEmpty() ? "" : " " + mark.id())
            + String.format(Locale.ROOT, " %.2f", mark.score());
    tag(text, left, top - (Letters.HEIGHT + 2) * dot, colour, Color.BLACK);
  }

  private BasicStroke dashed() {
    return new BasicStroke(
        dot, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4f * dot, 3f * dot}, 0);
  }

  private void nameAt(Outline outline, Color colour, String before) {
    Point first = outline.points().get(0);
    tag(before + outline.name(), x(first.x()), y(first.y()), colour, Color.BLACK);
  }

  /** A text on a ground of its own, moved so that all of it is in the image. */
  private void tag(String text, int x, int y, Color ground, Color colour) {
    int width = Letters.width(text, dot) + 2 * dot;
    int height = (Letters.HEIGHT + 2) * dot;
    int left = Math.max(0, Math.min(x, image.getWidth() - width));
    int top = Math.max(0, Math.min(y, image.getHeight() - height));
    g.setColor(ground);
    g.fillRect(left, top, width, height);
    g.setColor(colour);
    letters.draw(g, text, left + dot, top + dot, dot);
  }

  private Path2D path(List<Point> points) {
    Path2D path = new Path2D.Double();
    path.moveTo(x(points.get(0).x()), y(points.get(0).y()));
    points.stream().skip(1).forEach(point -> path.lineTo(x(point.x()), y(point.y())));
    return path;
  }
}
