package io.pipit.demo;

import io.pipit.scene.Box;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The image while it is being put together: actors are drawn one by one, the farthest first, and
 * every pixel remembers whose it is, so the boxes are exact. Memory is used again.
 */
final class DrawingCanvas {
  /** Below this fraction of visible pixels an object is not in the image, */
  static final double MIN_VISIBLE = 0.3;

  /** unless what is seen of it takes this fraction of the image: the front of a long bus. */
  static final double LARGE = 0.03;

  private static final int MIN_PIXELS = 24;

  private final int width;
  private final int height;
  private final Light light;
  private final Noise cloth;
  private final BufferedImage image;
  private final int[] pixels;
  private final int[] owners;
  private final List<Placed> actors = new ArrayList<>();
  private int[] totals = new int[64];
  private BufferedImage sprite = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB_PRE);
  private int[] spritePixels = new int[1];

  DrawingCanvas(int width, int height, Light light, Noise cloth) {
    this.width = width;
    this.height = height;
    this.light = light;
    this.cloth = cloth;
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pixels = dataOf(image);
    owners = new int[width * height];
  }

  static int[] dataOf(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }

  int[] pixels() {
    return pixels;
  }

  /** Begins an image with this background. */
  void begin(int[] background) {
    System.arraycopy(background, 0, pixels, 0, pixels.length);
    Arrays.fill(owners, 0);
    actors.clear();
  }

  /** Draws one more actor, nearer than those before it. */
  void add(Placed placed) {
    Actor actor = placed.actor();
    double s = placed.scale();
    int left = (int) Math.floor(placed.x() - actor.reach() * s) - 2;
    int right = (int) Math.ceil(placed.x() + actor.reach() * s) + 2;
    int top = (int) Math.floor(placed.y() - actor.height() * s) - 2;
    int bottom = (int) Math.ceil(placed.y() + 0.06 * s) + 2;
    if (right <= 0 || left >= width || bottom <= 0 || top >= height) {
      return;
    }
    if (placed.led()) {
      leash(placed);
    }
    int w = right - left;
    int h = bottom - top;
    draw(placed, left, top, w, h);
    int stride = sprite.getWidth();
    touch(placed);
    if (light.shadow() > 0) {
      shadow(left, top, w, h, (int) Math.round(placed.y()) - top, stride);
    }
    actors.add(placed);
    if (totals.length <= actors.size()) {
      totals = Arrays.copyOf(totals, 2 * totals.length);
    }
    totals[actors.size()] = blend(left, top, w, h, stride, actors.size(), actor.roughness());
  }

  private void draw(Placed placed, int left, int top, int w, int h) {
    if (sprite.getWidth() < w || sprite.getHeight() < h) {
      sprite =
          new BufferedImage(
              Math.max(w, sprite.getWidth()),
              Math.max(h, sprite.getHeight()),
              BufferedImage.TYPE_INT_ARGB_PRE);
      spritePixels = dataOf(sprite);
    }
    Graphics2D g = sprite.createGraphics();
    g.setComposite(AlphaComposite.Clear);
    g.fillRect(0, 0, w, h);
    g.setComposite(AlphaComposite.SrcOver);
    g.clipRect(0, 0, w, h);
    g.translate(placed.x() - left, placed.y() - top);
    g.scale(placed.scale() * placed.direction(), placed.scale());
    Brush brush = new Brush(g, light.side() * placed.direction());
    placed.actor().draw(brush, placed.distance(), placed.distance());
    g.dispose();
  }

  /** The dark where an actor touches the ground. */
  private void touch(Placed placed) {
    double reach = placed.actor().reach();
    double rx = (reach > placed.actor().height() ? 1 : 0.62) * reach * placed.scale();
    double ry = Math.max(2, Math.min(rx * 0.16, placed.scale() * 0.2));
    int y0 = (int) Math.max(0, placed.y() - ry);
    int y1 = (int) Math.min(height - 1.0, placed.y() + ry);
    int x0 = (int) Math.max(0, placed.x() - rx);
    int x1 = (int) Math.min(width - 1.0, placed.x() + rx);
    for (int y = y0; y <= y1; y++) {
      double dy = (y - placed.y()) / ry;
      for (int x = x0; x <= x1; x++) {
        double dx = (x - placed.x()) / rx;
        double d = 1 - dx * dx - dy * dy;
        if (d > 0) {
          int at = y * width + x;
          pixels[at] = dim(pixels[at], 256 - (int) (120 * Math.min(1, 1.4 * d)));
        }
      }
    }
  }

  /** The shape of the sprite laid on the ground. */
  private void shadow(int left, int top, int w, int h, int foot, int stride) {
    int reach = (int) (h * Math.abs(light.flat()));
    int step = light.flat() > 0 ? 1 : -1;
    for (int i = 0; i < reach; i++) {
      int row = foot - (int) (i / Math.abs(light.flat()));
      int y = top + foot + i * step;
      if (row < 0 || row >= h || y < 0 || y >= height) {
        continue;
      }
      int shift = left + (int) (light.slant() * i);
      int strength = (int) (256 * light.shadow() * (1 - 0.4 * i / reach));
      for (int x = Math.max(0, -shift); x < w && x + shift < width; x++) {
        int alpha = spritePixels[row * stride + x] >>> 24;
        if (alpha > 32) {
          int at = y * width + x + shift;
          pixels[at] = dim(pixels[at], 256 - strength * alpha / 255);
        }
      }
    }
  }

  private void leash(Placed dog) {
    Placed walker = actors.isEmpty() ? dog : actors.get(actors.size() - 1);
    if (!(walker.actor() instanceof Walker person && dog.actor() instanceof FourLegs animal)) {
      return;
    }
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setStroke(new BasicStroke((float) Math.max(0.7, 0.014 * dog.scale())));
    g.setColor(new Color(60, 30, 30));
    double x1 = walker.x() + 0.15 * walker.scale() * walker.direction();
    double y1 = walker.y() - person.hand() * walker.scale();
    double x2 = dog.x() + animal.collarAhead() * dog.scale() * dog.direction();
    double y2 = dog.y() - animal.collarHeight() * dog.scale();
    g.draw(new QuadCurve2D.Double(x1, y1, (x1 + x2) / 2, Math.max(y1, y2) + 4, x2, y2));
    g.dispose();
  }

  /** Lays the sprite over the image and marks its pixels; returns how many it has, outside too. */
  private int blend(int left, int top, int w, int h, int stride, int owner, double roughness) {
    int total = 0;
    int rough = (int) (roughness * 48);
    for (int y = 0; y < h; y++) {
      int row = top + y;
      boolean inside = row >= 0 && row < height;
      for (int x = 0; x < w; x++) {
        int over = spritePixels[y * stride + x];
        int alpha = over >>> 24;
        if (alpha == 0) {
          continue;
        }
        if (alpha >= 128) {
          total++;
        }
        int column = left + x;
        if (inside && column >= 0 && column < width) {
          int at = row * width + column;
          int gain = 256 + (int) (rough * cloth.at(x + 37 * owner, y));
          pixels[at] =
              dim(over, gain, alpha) + dim(pixels[at], ((255 - alpha) * 257) >> 8, 255 - alpha);
          if (alpha >= 128) {
            owners[at] = owner;
          }
        }
      }
    }
    return total;
  }

  private static int dim(int rgb, int gain) {
    return dim(rgb, gain, 255);
  }

  /** The colour times {@code gain} / 256, each part at most {@code max}. */
  private static int dim(int rgb, int gain, int max) {
    int r = Math.min(max, ((rgb >> 16 & 255) * gain) >> 8);
    int g = Math.min(max, ((rgb >> 8 & 255) * gain) >> 8);
    int b = Math.min(max, ((rgb & 255) * gain) >> 8);
    return r << 16 | g << 8 | b;
  }

  /** What is to be seen in the image, the farthest first. */
  List<Truth> truths() {
    int n = actors.size() + 1;
    int[] count = new int[n];
    int[] x0 = new int[n];
    int[] x1 = new int[n];
    int[] y0 = new int[n];
    int[] y1 = new int[n];
    Arrays.fill(x0, width);
    Arrays.fill(y0, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int owner = owners[y * width + x];
        if (owner != 0) {
          count[owner]++;
          x0[owner] = Math.min(x0[owner], x);
          x1[owner] = Math.max(x1[owner], x + 1);
          y0[owner] = Math.min(y0[owner], y);
          y1[owner] = Math.max(y1[owner], y + 1);
        }
      }
    }
    List<Truth> truths = new ArrayList<>();
    for (int i = 1; i < n; i++) {
      double visible = (double) count[i] / Math.max(1, totals[i]);
      boolean enough = visible >= MIN_VISIBLE || count[i] >= LARGE * owners.length;
      if (enough && count[i] >= MIN_PIXELS) {
        Placed placed = actors.get(i - 1);
        Box box = new Box(x0[i], y0[i], x1[i], y1[i]);
        truths.add(new Truth(placed.actor().label(), box, placed.track(), visible));
      }
    }
    return truths;
  }
}
