package io.pipit.demo;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A street with people, cars and dogs, drawn from a seed: an image and the exact boxes for any
 * moment, always the same for the same seed, size and moment. For one thread.
 */
public final class StreetScene {
  private final Traffic traffic;
  private final DrawingCanvas canvas;
  private final Finish finish;
  private final int[] background;

  public StreetScene(long seed, int width, int height) {
    if (width < 64 || height < 64) {
      throw new IllegalArgumentException(
          "scene: width and height must be at least 64, got " + width + "x" + height);
    }
    Street street = new Street(Chance.of(seed, 1, 0), width, height);
    Light light = Light.of(Chance.of(seed, 1, 1));
    Noise cloth = new Noise(seed, 16, 4);
    traffic = new Traffic(seed, street);
    canvas = new DrawingCanvas(width, height, light, cloth);
    finish = new Finish(seed, light, width, height);
    background = new Backdrop(seed, street, light).paint();
  }

  /**
   * Draws the moment {@code seconds} into {@link #image}.
   *
   * @return what is to be seen, the farthest first
   */
  public List<Truth> render(double seconds) {
    canvas.begin(background);
    for (Placed placed : traffic.at(seconds)) {
      canvas.add(placed);
    }
    finish.apply(canvas.pixels(), Math.round(seconds * 1000));
    return canvas.truths();
  }

  /** The image last drawn, of type INT_RGB; the next one is drawn over it. */
  public BufferedImage image() {
    return finish.image();
  }
}
