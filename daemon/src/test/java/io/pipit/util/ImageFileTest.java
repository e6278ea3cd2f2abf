package io.pipit.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
  void readsImagesOfEachKind(String kind) throws IOException {
    BufferedImage image = ImageFile.read(write("a." + kind, encode(kind)));
    assertEquals(WIDTH, image.getWidth());
    assertEquals(HEIGHT, image.getHeight());
  }

  @Test
  void theNameDoesNotMatterOnlyWhatIsInIt() throws IOException {
    assertEquals(WIDTH, ImageFile.read(write("a.jpg", encode("png"))).getWidth());
    assertEquals(WIDTH, ImageFile.read(write("image", encode("jpg"))).getWidth());
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.png");
    Throwable error = assertThrows(NoSuchFileException.class, () -> ImageFile.read(missing));
    assertEquals(missing + ": no such file", error.getMessage());
  }

  @Test
  void aFolderIsNoImage() {
    Throwable error = assertThrows(IOException.class, () -> ImageFile.read(folder));
    assertEquals(folder + ": not a file", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "this is a text and no image\n", "%PDF-1.7\n"})
  void whatIsNoImageIsRefusedWhateverItsName(String text) throws IOException {
    Path file = write("renamed.jpg", text.getBytes(StandardCharsets.UTF_8));
    Throwable error = assertThrows(IOException.class, () -> ImageFile.read(file));
    assertEquals(
        file + ": not an image that can be read (JPEG, PNG, BMP or GIF)", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
  void aTruncatedImageIsBroken(String kind) throws IOException {
    byte[] whole = encode(kind);
    Path file = write("short." + kind, Arrays.copyOf(whole, whole.length / 2));
    Throwable error = assertThrows(IOException.class, () -> ImageFile.read(file));
    assertTrue(error.getMessage().startsWith(file + ": broken image: "), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
  void aDamagedImageIsReadOrRefusedWithItsName(String kind) throws IOException {
    Random random = new Random(20261124);
    byte[] whole = encode(kind);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 4; j++) {
        damaged[8 + random.nextInt(whole.length - 8)] = (byte) random.nextInt();
      }
      Path file = write("damaged." + kind, damaged);
      try {
        ImageFile.read(file);
      } catch (IOException e) {
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
      }
    }
  }

  @Test
  void anImageThatClaimsToBeHugeIsRefusedNotAllocated() throws IOException {
    byte[] png = encode("png");
    ByteBuffer.wrap(png).putInt(16, 25_000).putInt(20, 25_000);
    fixChecksum(png);
    Path file = write("huge.png", png);
    Throwable error = assertThrows(IOException.class, () -> ImageFile.read(file));
    assertTrue(error.getMessage().contains("25000x25000"), error.getMessage());
  }

  @Test
  void pixelsAreRgbRowByRowWhateverTheImageHolds() {
    for (int type :
        new int[] {
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_BYTE_INDEXED
        }) {
      BufferedImage image = new BufferedImage(2, 2, type);
      image.setRGB(0, 0, 0xffff0000);
      image.setRGB(1, 0, 0xff00ff00);
      image.setRGB(0, 1, 0xff0000ff);
      image.setRGB(1, 1, 0xffffffff);
      ByteBuffer rgb = ImageFile.rgb(image);
      byte[] bytes = new byte[12];
      rgb.get(0, bytes);
      byte on = (byte) 255;
      assertEquals(
          Arrays.toString(new byte[] {on, 0, 0, 0, on, 0, 0, 0, on, on, on, on}),
          Arrays.toString(bytes),
          "image type " + type);
    }
  }

  @Test
  void aPartOfAnImageIsCopiedNotTheWhole() {
    BufferedImage whole = new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR);
    whole.setRGB(2, 3, 0xff010203);
    ByteBuffer rgb = ImageFile.rgb(whole.getSubimage(2, 3, 2, 1));
    assertEquals(6, rgb.capacity());
    assertEquals(1, rgb.get(0));
    assertEquals(3, rgb.get(2));
    assertEquals(0, rgb.get(3));
  }

  private static byte[] encode(String kind) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, 0xff000000 + x * 6 * 65536 + y * 8 * 256 + (x * y) % 256);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, kind, bytes), kind);
    return bytes.toByteArray();
  }

  /** Makes the first chunk of a PNG, which holds its size, whole again. */
  private static void fixChecksum(byte[] png) {
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
