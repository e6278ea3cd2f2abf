package io.pipit.preview;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Writes image files. */
public final class ImageWriter {
  private ImageWriter() {}

  /**
   * Writes JPEG where the name ends with .jpg or .jpeg, else PNG. Encoded first and written then,
   * so that no half image is left where it can't be encoded.
   */
  public static void write(BufferedImage image, Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String format = name.endsWith(".jpg") || name.endsWith(".jpeg") ? "jpeg" : "png";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("this Java can't write " + format);
    }
    Files.write(file, bytes.toByteArray());
  }
}
