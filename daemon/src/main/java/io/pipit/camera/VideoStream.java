package io.pipit.camera;

import java.util.List;
import java.util.Locale;

/**
 * What is decoded, as it comes from the camera.
 *
 * @param codec such as h264, h265 or mjpeg; raw where nothing is decoded; empty: not known yet
 * @param fps frames per second; 0: it does not say
 */
public record VideoStream(String codec, int width, int height, double fps) {
  /** Not known yet, or frames are drawn or read from image files. */
  public static final VideoStream NONE = new VideoStream("", 0, 0, 0);

  private static final int MAX_FPS = 1000;

  /** From a record of {@code pipit-camera}: what can't be is not known. */
  public static VideoStream of(List<String> texts) {
    if (texts.size() < 4 || !texts.get(0).matches("[a-z0-9./+-]{1,32}")) {
      return NONE;
    }
    int width = side(texts.get(1));
    int height = side(texts.get(2));
    String rate = texts.get(3);
    double fps = rate.matches("\\d{1,6}(\\.\\d{1,6})?") ? Double.parseDouble(rate) : 0;
    return width == 0 || height == 0
        ? NONE
        : new VideoStream(texts.get(0), width, height, fps > MAX_FPS ? 0 : fps);
  }

  private static int side(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }

  /** Whether anything is known. */
  public boolean isKnown() {
    return !codec.isEmpty();
  }

  /** Pixels of a frame. */
  long pixels() {
    return (long) width * height;
  }

  /** For people: {@code 1920x1080 at 25 frames/s}. */
  @Override
  public String toString() {
    return width + "x" + height + (fps > 0 ? " at " + rate(fps) + " frames/s" : "");
  }

  static String rate(double fps) {
    return fps == Math.rint(fps)
        ? String.valueOf((long) fps)
        : String.format(Locale.ROOT, "%.1f", fps);
  }
}
