package io.pipit.image;

import io.pipit.util.Platform;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads image files (JPEG, PNG, BMP, GIF) within a bounded memory: of large ones only every second,
 * third ... pixel of each row and column is taken, so that at most {@link #MAX_PIXELS} remain.
 */
public final class ImageFile {
  /** Pixels kept of an image at most: 12 MB of them as RGB, and as much again while it is read. */
  public static final int MAX_PIXELS = 4_000_000;

  /** Who claims a larger side is broken, or means harm. */
  private static final int MAX_SIDE = 50_000;

  /** Of a file, for what stands before the pixels: Exif and colour profiles. */
  private static final int HEAD_BYTES = 1 << 20;

  private static final long MAX_UNENDED_BYTES = 16L << 20;

  private ImageFile() {}

  /**
   * Reads an image.
   *
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it can't be read or is no image; the message says which, for a user
   */
  public static RgbImage read(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(
          path
              + (Platform.isGarbled(path.toString())
                  ? ": its name has bytes that this system's language does not know; rename it"
                  : ": no such file"));
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": not a file");
    }
    RgbImage image;
    try {
      image = decode(path);
    } catch (IOException | RuntimeException e) { // the JDK's readers throw both on broken files
      throw new IOException(path + ": broken image: " + e.getMessage(), e);
    }
    if (image == null) {
      throw new IOException(path + ": not an image that can be read (JPEG, PNG, BMP or GIF)");
    }
    return image;
  }

  /** The image; null when no reader knows the format. */
  private static @Nullable RgbImage decode(Path path) throws IOException {
    byte[] head;
    try (InputStream stream = Files.newInputStream(path)) {
      head = stream.readNBytes(HEAD_BYTES);
    }
    boolean jpeg = JpegHeader.isJpeg(head);
    JpegHeader header = jpeg ? JpegHeader.read(head) : JpegHeader.NONE;
    try (ImageInputStream input = jpeg ? openJpeg(path) : open(path)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(input, true, true);
        return read(reader, header);
      } finally {
        reader.dispose();
      }
    }
  }

  /** Not by way of ImageIO, which would put a copy of each image into the temporary folder. */
  private static ImageInputStream open(Path path) throws IOException {
    return new FileImageInputStream(path.toFile());
  }

  /** Some cameras leave a JPEG's end marker out; where the data is whole, that is all it lacks. */
  private static ImageInputStream openJpeg(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - 2));
      if (file.read() == 0xff && file.read() == 0xd9) {
        return open(path);
      }
      if (file.length() > MAX_UNENDED_BYTES) {
        throw new IOException("it lacks its end, and is larger than 16 MiB");
      }
    }
    byte[] end = {(byte) 0xff, (byte) 0xd9};
    return new MemoryCacheImageInputStream(
        new SequenceInputStream(
            new ByteArrayInputStream(Files.readAllBytes(path)), new ByteArrayInputStream(end)));
  }

  private static RgbImage read(ImageReader reader, JpegHeader header) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw new IOException(
          "an image's sides may be %d at most, are %dx%d".formatted(MAX_SIDE, width, height));
    }
    Damage damage = new Damage(height);
    reader.addIIOReadWarningListener((source, warning) -> damage.warned(warning));
    reader.addIIOReadProgressListener(damage);
    ImageReadParam param = reader.getDefaultReadParam();
    int step = (int) Math.ceil(Math.sqrt((double) width * height / MAX_PIXELS));
    param.setSourceSubsampling(Math.max(1, step), Math.max(1, step), 0, 0);
    RgbImage image;
    if (header.components() == 4) {
      Raster cmyk = reader.readRaster(0, param);
      image = RgbImage.ofCmyk(cmyk, header, width, height);
    } else {
      BufferedImage pixels = reader.read(0, param);
      image = RgbImage.of(pixels, header.orientation(), width, height);
    }
    if (damage.row >= 0) {
      throw new IOException("it is damaged after row " + damage.row);
    }
    return image;
  }

  /** Notes at which row the JDK has filled in what a file lacks. */
  private static final class Damage implements IIOReadProgressListener {
    private final int height;
    private int row = -1;
    private float percent;

    Damage(int height) {
      this.height = height;
    }

    void warned(String warning) {
      String lower = warning.toLowerCase(Locale.ROOT);
      boolean damaged =
          lower.contains("premature end")
              || lower.contains("truncated")
              || (lower.contains("corrupt") && !lower.contains("extraneous"));
      if (damaged && row < 0) {
        row = Math.round(percent / 100 * height);
      }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      percent = percentageDone;
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}
  }
}
