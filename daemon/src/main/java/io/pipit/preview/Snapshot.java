package io.pipit.preview;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * One frame of a camera, and what can be drawn over it.
 *
 * @param camera its name
 * @param time when the frame was captured
 * @param width of the pixels
 * @param height of the pixels
 * @param rgb rows without padding, 3 bytes a pixel
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Snapshot(
    String camera, Instant time, int width, int height, byte[] rgb, Annotations annotations) {
  /**
   * Writes a file: JPEG where its name ends with .jpg or .jpeg, else PNG. It is encoded first, so
   * that no half of an image is left where that fails.
   *
   * @param drawn whether it is enlarged, with the annotations drawn over it
   * @return its size, as WIDTHxHEIGHT
   */
  public String write(Path file, boolean drawn) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String format = name.endsWith(".jpg") || name.endsWith(".jpeg") ? "jpeg" : "png";
    BufferedImage image = image(drawn);
    Files.write(file, encode(format, image));
    return image.getWidth() + "x" + image.getHeight();
  }

  /**
   * The image in a file's form.
   *
   * @param format jpeg or png
   * @param drawn as for {@link #write}
   */
  byte[] encode(String format, boolean drawn) throws IOException {
    return encode(format, image(drawn));
  }

  private BufferedImage image(boolean drawn) {
    BufferedImage frame = Overlay.image(width, height, rgb);
    return drawn ? Overlay.draw(frame, annotations) : frame;
  }

  private static byte[] encode(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("this Java can't write " + format);
    }
    return bytes.toByteArray();
  }
}
