package io.pipit.event;

/**
 * What decodes a camera's frames.
 *
 * @param name of GStreamer's element; empty before it is known, and where nothing is decoded
 * @param hardware whether it is the board's
 * @param fallbacks how often the hardware's has failed since the program's start
 */
public record Decoder(String name, boolean hardware, long fallbacks) {
  /** Not known, or frames are drawn or read from image files. */
  public static final Decoder NONE = new Decoder("", false, 0);

  /** For people: {@code avdec_h264 (software)}. */
  @Override
  public String toString() {
    return name + (hardware ? " (hardware)" : " (software)");
  }
}
