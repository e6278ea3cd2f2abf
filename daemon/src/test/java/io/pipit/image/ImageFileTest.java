package io.pipit.image;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
  void readsImagesOfEachKind(String kind) throws IOException {
    RgbImage image = ImageFile.read(write("a." + kind, encode(kind)));
    assertEquals(WIDTH, image.width());
    assertEquals(HEIGHT, image.height());
  }

  @Test
  void theNameDoesNotMatterOnlyWhatIsInIt() throws IOException {
    assertEquals(WIDTH, ImageFile.read(write("a.jpg", encode("png"))).width());
    assertEquals(WIDTH, ImageFile.read(write("picture", encode("jpg"))).width());
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
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    fixChecksum(png);
    Path file = write("huge.png", png);
    Throwable error = assertThrows(IOException.class, () -> ImageFile.read(file));
    assertTrue(error.getMessage().contains("60000x60000"), error.getMessage());
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
      ByteBuffer rgb = RgbImage.of(image, 1, 2, 2).rgb();
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
    ByteBuffer rgb = RgbImage.of(whole.getSubimage(2, 3, 2, 1), 1, 2, 1).rgb();
    assertEquals(6, rgb.capacity());
    assertEquals(1, rgb.get(0));
    assertEquals(3, rgb.get(2));
    assertEquals(0, rgb.get(3));
  }

  @Test
  void aLargeImageIsThinnedOutWhileItIsRead() throws IOException {
    BufferedImage image = new BufferedImage(6000, 5000, BufferedImage.TYPE_BYTE_GRAY);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    RgbImage read = ImageFile.read(write("large.png", png.toByteArray()));
    assertEquals(2000, read.width());
    assertEquals(1667, read.height());
    assertEquals(6000, read.ownWidth());
    assertEquals(5000, read.ownHeight());
    assertTrue(read.width() * read.height() <= ImageFile.MAX_PIXELS);
  }

  @Test
  void aJpegThatLacksOnlyItsEndMarkerIsReadAsItIs() throws IOException {
    byte[] whole = encode("jpg");
    RgbImage read = ImageFile.read(write("no-end.jpg", Arrays.copyOf(whole, whole.length - 2)));
    assertEquals(ImageFile.read(write("whole.jpg", whole)).rgb(), read.rgb());
  }

  @Test
  void whereAJpegIsCutOffIsSaid() throws IOException {
    byte[] whole = encode("jpg");
    Path file = write("cut.jpg", Arrays.copyOf(whole, whole.length - 100));
    String told = assertThrows(IOException.class, () -> ImageFile.read(file)).getMessage();
    assertTrue(told.matches(".*: broken image: it is damaged after row \\d+"), told);
  }

  @ParameterizedTest
  @CsvSource({
    "1, abcdef, 3", "2, cbafed, 3", "3, fedcba, 3", "4, defabc, 3",
    "5, adbecf, 2", "6, daebfc, 2", "7, fcebda, 2", "8, cfbead, 2",
  })
  void exifsOrientationsAreTurnedUpright(int orientation, String upright, int width) {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, 0xff000000 | 'a' + i);
    }
    RgbImage turned = RgbImage.of(image, orientation, 6, 4);
    assertEquals(width, turned.width());
    assertEquals(6 / width, turned.height());
    assertEquals(2 * width, turned.ownWidth());
    ByteBuffer rgb = turned.rgb();
    StringBuilder blue = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      blue.append((char) rgb.get(3 * i + 2));
    }
    assertEquals(upright, blue.toString());
  }

  @Test
  void greyKeepsItsLevelsAndAlphaIsLeftOut() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    grey.getRaster().setSample(1, 0, 0, 200);
    ByteBuffer rgb = RgbImage.of(grey, 1, 2, 1).rgb();
    assertEquals(100, rgb.get(0));
    assertEquals(200, rgb.get(5) & 0xff);
    BufferedImage glass = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
    glass.setRGB(0, 0, 0x10204060);
    ByteBuffer behind = RgbImage.of(glass, 1, 1, 1).rgb();
    assertEquals(0x20, behind.get(0));
    assertEquals(0x40, behind.get(1));
    assertEquals(0x60, behind.get(2));
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
