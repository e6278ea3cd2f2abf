package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.scene.Frame.Layout;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class FolderCameraTest {
  @TempDir private Path folder;
  private final FrameBuffer buffer = new FrameBuffer();

  @Test
  void picturesComeInTheOrderOfTheirNamesAndWhatIsNoneIsLeftOut() throws Exception {
    picture("b.png", 4, 3, new Color(1, 2, 3));
    picture("a.png", 6, 2, new Color(200, 100, 50));
    Files.writeString(folder.resolve("aa.jpg"), "no picture");
    Files.writeString(folder.resolve(".hidden"), "no picture");
    Files.createDirectory(folder.resolve("more"));
    try (Camera camera = new FolderCamera("test", folder, 0, "auto")) {
      camera.open();
      assertEquals(Layout.packed(6, 2), camera.read(buffer));
      assertEquals(200, buffer.pixels().get(0) & 255);
      assertEquals(50, buffer.pixels().get(6 * 2 * 3 - 1) & 255);
      assertEquals(Layout.packed(4, 3), camera.read(buffer));
      assertEquals(1, buffer.pixels().get(0));
      assertNull(camera.read(buffer));
    }
  }

  @Test
  void afterTheLastPictureTheFirstComesAgainOnDemand() throws Exception {
    picture("a.png", 6, 2, Color.RED);
    try (Camera camera = new RepeatingCamera(new FolderCamera("test", folder, 0, "auto"))) {
      camera.open();
      for (int i = 0; i < 3; i++) {
        assertEquals(6, camera.read(buffer).width());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 3, 10", "90, 3, 4, 20", "180, 4, 3, 30", "270, 3, 4, 40", "flip, 4, 3, 20"})
  void imagesAreTurnedAsTheConfigurationSays(String rotate, int width, int height, int first)
      throws Exception {
    // Its corners, clockwise from the upper left one, are 10, 40, 30 and 20.
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 10 << 16);
    image.setRGB(3, 0, 40 << 16);
    image.setRGB(3, 2, 30 << 16);
    image.setRGB(0, 2, 20 << 16);
    ImageIO.write(image, "png", folder.resolve("a.png").toFile());
    try (Camera camera = new FolderCamera("test", folder, 0, rotate)) {
      camera.open();
      assertEquals(Layout.packed(width, height), camera.read(buffer));
      assertEquals(first, buffer.pixels().get(0));
    }
  }

  @Test
  void anEmptyFolderAFolderWithoutPicturesAndNoFolderAreErrors() throws Exception {
    try (Camera camera = new FolderCamera("test", folder, 0, "auto")) {
      assertFault("no images in this folder", camera::open);
      Files.writeString(folder.resolve("notes.txt"), "no picture");
      camera.open();
      assertFault("none of its files is an image that can be read", () -> camera.read(buffer));
    }
    try (Camera camera = new FolderCamera("test", folder.resolve("none"), 0, "auto")) {
      assertFault("no such folder", camera::open);
    }
    try (Camera camera = new FolderCamera("test", folder.resolve("notes.txt"), 0, "auto")) {
      assertFault("not a folder", camera::open);
    }
  }

  private void assertFault(String part, org.junit.jupiter.api.function.Executable action) {
    CameraException e = assertThrows(CameraException.class, action);
    assertTrue(e.reason().contains(part), e.reason());
    assertTrue(e.reason().contains(folder.toString()), e.reason());
    assertTrue(e.isPermanent());
  }

  private void picture(String name, int width, int height, Color color) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(color);
    g.fillRect(0, 0, width, height);
    g.dispose();
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }
}
