package io.pipit.util;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Reads image files (JPEG, PNG, BMP, GIF) into RGB bytes. */
public final class ImageFile {
  private static final long MAX_PIXELS = 100_000_000;

  private ImageFile() {}

  /**
   * Reads an image.
   *
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it can't be read or is not an image; the message says which, for a
   *     user
   */
  public static BufferedImage read(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path + ": no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": not a file");
    }
    BufferedImage image;
    // Not by way of ImageIO, which would put a copy of each image into the temporary folder.
    try (var stream = Files.newInputStream(path);
        ImageInputStream input = new MemoryCacheImageInputStream(stream)) {
      image = decode(input);
    } catch (IOException | RuntimeException e) { // the JDK's readers throw both on broken files
      throw new IOException(path + ": broken image: " + e.getMessage(), e);
    }
    if (image == null) {
      throw new IOException(path + ": not an image that can be read (JPEG, PNG, BMP or GIF)");
    }
    return image;
  }

  /** The image; null when no reader knows the format. */
  private static @Nullable BufferedImage decode(ImageInputStream input) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
    if (!readers.hasNext()) {
      return null;
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(input, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX_PIXELS) { // a few broken bytes can claim more than there is memory
        throw new IOException(
            "an image may have at most 100 megapixels, is "
                + (reader.getWidth(0) + "x" + reader.getHeight(0)));
      }
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      BufferedImage image = reader.read(0);
      if (warnings.stream().anyMatch(ImageFile::isEnd)) {
        throw new IOException("it ends before the last pixel");
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /** Whether the JDK says by this warning that it has filled in what a JPEG lacks, with grey. */
  private static boolean isEnd(String warning) {
    return warning.contains("Premature end") || warning.contains("Truncated");
  }

  /** An image's pixels as RGB rows without padding, from index 0 on. */
  public static ByteBuffer rgb(BufferedImage image) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(3 * image.getWidth() * image.getHeight());
    copyRgb(image, pixels);
    return pixels;
  }

  /** Writes an image's pixels as RGB rows without padding, from index 0 of {@code target} on. */
  public static void copyRgb(BufferedImage image, ByteBuffer target) {
    byte[] bgr = ((DataBufferByte) asBgr(image).getRaster().getDataBuffer()).getData();
    int bytes = 3 * image.getWidth() * image.getHeight();
    for (int i = 0; i < bytes; i += 3) {
      target.put(i, bgr[i + 2]);
      target.put(i + 1, bgr[i + 1]);
      target.put(i + 2, bgr[i]);
    }
  }

  private static BufferedImage asBgr(BufferedImage image) {
    boolean shared = image.getRaster().getParent() != null;
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && !shared) {
      return image;
    }
    BufferedImage bgr =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = bgr.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return bgr;
  }
}
