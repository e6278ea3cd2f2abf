package io.pipit.config;

/**
 * What a camera does not say of its frames, or says wrongly; and how they are decoded.
 *
 * @param rotate {@code auto}: as the file says; 0, 90, 180 or 270 degrees clockwise; or {@code
 *     flip}: upside down
 * @param aspectWidth shape of what the frames show, such as 16 of 16:9; 0: as the stream says
 * @param aspectHeight the other number
 * @param decoder auto, hardware or software
 */
public record Shape(String rotate, int aspectWidth, int aspectHeight, String decoder) {
  /** All as the stream says. */
  public static final Shape AUTO = new Shape("auto", 0, 0, "auto");
}
