package io.pipit.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.json.JsonText;
import io.pipit.json.JsonTree;
import io.pipit.preview.Annotations.Mark;
import io.pipit.preview.Annotations.Outline;
import io.pipit.scene.Point;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
  private static final Annotations ALL =
      new Annotations(
          List.of(new Mark("person", "7", 0.83f, true, 0.25f, 0.25f, 0.45f, 0.85f)),
          List.of(
              new Outline(
                  "yard",
                  List.of(
                      new Point(0.55f, 0.55f), new Point(0.95f, 0.55f), new Point(0.95f, 0.95f)))),
          List.of(
              new Outline(
                  "sky",
                  List.of(
                      new Point(0, 0), new Point(1, 0), new Point(1, 0.15f), new Point(0, 0.15f)))),
          List.of(new Outline("door", List.of(new Point(0.1f, 0.9f), new Point(0.5f, 0.9f)))));

  @TempDir private Path folder;

  private static BufferedImage grey() {
    byte[] rgb = new byte[3 * 100 * 50];
    Arrays.fill(rgb, (byte) 100);
    return Overlay.image(100, 50, rgb);
  }

  @Test
  void pixelsStandWhereTheyStood() {
    byte[] rgb = {1, 2, 3, (byte) 200, 0, 0, 0, (byte) 255, 0, 9, 9, 9};
    BufferedImage image = Overlay.image(2, 2, rgb);
    assertEquals(0xff010203, image.getRGB(0, 0));
    assertEquals(0xffc80000, image.getRGB(1, 0));
    assertEquals(0xff00ff00, image.getRGB(0, 1));
  }

  @Test
  void theFrameIsEnlargedAndBoxesZonesMasksAndLinesStandAtTheirPlaces() {
    BufferedImage drawn = Overlay.draw(grey(), ALL);
    assertEquals(1000, drawn.getWidth());
    assertEquals(500, drawn.getHeight());
    int person = Overlay.colour("person").getRGB();
    assertEquals(person, drawn.getRGB(250, 350), "the box's left edge");
    assertEquals(person, drawn.getRGB(350, 425), "its lower edge");
    assertTrue(new Color(drawn.getRGB(350, 60)).getRed() < 60, "dark under the mask");
    Color zone = new Color(drawn.getRGB(930, 330));
    assertTrue(zone.getGreen() > zone.getRed() + 10, "green in the zone: " + zone);
    Color line = new Color(drawn.getRGB(450, 450));
    assertTrue(line.getRed() > 200 && line.getBlue() < 60, "the line: " + line);
    assertNotEquals(0xff646464, drawn.getRGB(500, 250), "the grid");
    assertEquals(0xff646464, drawn.getRGB(655, 230), "nothing elsewhere");
  }

  @Test
  void theLineHasATickToItsRight() {
    BufferedImage drawn = Overlay.draw(grey(), ALL);
    Color right = new Color(drawn.getRGB(300, 465));
    Color left = new Color(drawn.getRGB(300, 435));
    assertTrue(right.getRed() > 200, "below a line to the right: " + right);
    assertTrue(left.getRed() < 150, "not above it: " + left);
  }

  @Test
  void anImageFileIsWhatItsNameSays() throws Exception {
    byte[] rgb = new byte[3 * 100 * 50];
    Snapshot snapshot = new Snapshot("yard", Instant.EPOCH, 100, 50, rgb, ALL);
    Path png = folder.resolve("a.png");
    assertEquals("1000x500", snapshot.write(png, true));
    assertEquals("\211PNG", Files.readString(png, StandardCharsets.ISO_8859_1).substring(0, 4));
    Path jpeg = folder.resolve("a.JPG");
    assertEquals("100x50", snapshot.write(jpeg, false));
    assertEquals((byte) 0xd8, Files.readAllBytes(jpeg)[1]);
    assertEquals(100, ImageIO.read(jpeg.toFile()).getWidth());
  }

  @Test
  void annotationsGoThroughJson() throws Exception {
    JsonTree json = JsonTree.of(JsonText.of(ALL.json()));
    assertEquals(ALL, Annotations.of(json));
  }

  @Test
  void everyLetterHasAShapeOfItsOwn() {
    Set<String> shapes = new HashSet<>();
    String letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:-_/()%#+?!'=*";
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      BufferedImage image = new BufferedImage(6, 8, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = image.createGraphics();
      g.setColor(Color.WHITE);
      new Letters().draw(g, String.valueOf(letter), 0, 0, 1);
      g.dispose();
      StringBuilder shape = new StringBuilder();
      for (int y = 0; y < Letters.HEIGHT; y++) {
        for (int x = 0; x < Letters.ADVANCE; x++) {
          shape.append((image.getRGB(x, y) & 0xff) == 0 ? '.' : '#');
        }
      }
      assertTrue(shape.indexOf("#") >= 0, "nothing is drawn for " + letter);
      assertTrue(shapes.add(shape.toString()), letter + " looks like another one");
    }
  }
}
