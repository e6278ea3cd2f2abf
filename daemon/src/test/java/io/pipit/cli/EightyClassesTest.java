package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.EightyClasses;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of 80 classes, whose names may have two words, from its card to the messages. */
class EightyClassesTest {
  @TempDir private static Path folder;
  private static Path model;
  private static Path film;

  @BeforeAll
  static void make() throws Exception {
    model = Files.createDirectory(folder.resolve("model"));
    EightyClasses.write(model);
    film = Files.createDirectory(folder.resolve("film"));
    for (int i = 0; i < 10; i++) {
      ImageIO.write(image(), "png", film.resolve(i + ".png").toFile());
    }
  }

  @Test
  void detectFindsTheClassByItsName() {
    CommandRun run =
        CommandRun.of("detect", "--model", model.toString(), film.resolve("0.png").toString());
    assertEquals("", run.err());
    assertEquals(film.resolve("0.png") + ": \n  traffic light 0.88  [32, 32, 64, 64]\n", run.out());
  }

  @Test
  void aHigherScoreThanItsOwnIsAskedOfEveryClass() {
    String image = film.resolve("0.png").toString();
    CommandRun run =
        CommandRun.of("detect", "--model", model.toString(), "--min-score", "0.9", image);
    assertEquals(image + ": nothing\n", run.out());
  }

  @Test
  void itIsTrackedFilteredAndPublished() throws IOException {
    CommandRun run = replay("track = [\"traffic light\", class 0]");
    assertEquals("", run.err());
    assertTrue(run.out().contains("\"label\":\"traffic light\""), run.out());
    assertTrue(run.out().contains("\"rule\":\"seen\",\"state\":\"fired\""), run.out());

    String strict = "filters.\"traffic light\".threshold = 0.9";
    assertFalse(replay(strict).out().contains("\"type\":\"new\""), "threshold of the label");
    assertFalse(replay("track = [class 0]").out().contains("\"type\":\"new\""), "not tracked");
  }

  @Test
  void anUnknownLabelIsReportedInAShortLine() throws IOException {
    CommandRun run = replay("track = [zebroid]");
    assertEquals(78, run.exitCode());
    assertEquals(
        ":2: cameras.a.objects.track the model eighty 1 does not know the label 'zebroid'; it"
            + " knows class 0, class 1, class 2, class 3, class 4, class 5, class 6, class 7,"
            + " class 8, traffic light and 70 more",
        run.err().lines().findFirst().orElse("").replaceFirst("^.*/pipit.conf", ""));
  }

  private static CommandRun replay(String objects) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("pipit.conf"),
            """
            model.dir = "%s"
            cameras.a { type = demo, objects { %s } }
            rules.seen { when.label = ["traffic light"], then = [ { event = light } ] }
            """
                .formatted(model, objects));
    return CommandRun.of("replay", "--config", config.toString(), "--json", film.toString());
  }

  private static BufferedImage image() {
    BufferedImage image = new BufferedImage(128, 96, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D brush = image.createGraphics();
    brush.setColor(Color.RED);
    brush.fillRect(32, 32, 32, 32);
    brush.dispose();
    return image;
  }
}
