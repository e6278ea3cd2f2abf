package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.demo.StreetScene;
import io.pipit.explain.ExplanationFeed;
import io.pipit.explain.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command with the shipped model, on two seconds of the street as frames. */
class ExplainCommandTest {
  @TempDir private Path folder;

  @Test
  void whatIsSeenAndDoesNotCountIsALineEachAndATableInTheEnd() throws IOException {
    Path film = Files.createDirectory(folder.resolve("film"));
    StreetScene scene = new StreetScene(4, 416, 256);
    for (int i = 0; i < 20; i++) {
      scene.render(i / 10.0);
      ImageIO.write(scene.image(), "png", film.resolve("%03d.png".formatted(i)).toFile());
    }
    String config =
        Files.writeString(
                folder.resolve("pipit.conf"),
                """
                model.dir = "%s"
                cameras.gate { type = demo, objects.threshold = 0.99 }
                """
                    .formatted(Path.of("../models/edge8").toAbsolutePath()))
            .toString();
    CommandRun run = CommandRun.of("explain", "--config", config, film.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains(film + " as camera gate, 20 images"), run.err());
    assertTrue(run.err().contains("20 frames, 2.0 s: 0 objects counted"), run.err());
    List<String> lines = run.out().lines().toList();
    int table = lines.indexOf("");
    assertTrue(table > 0, run.out());
    for (String line : lines.subList(0, table)) {
      assertTrue(
          line.matches("00:00:0[01]\\.\\d00 gate [a-z]+ 0\\.\\d\\d at 0\\.\\d+,0\\.\\d+: .*"),
          line);
    }
    assertTrue(run.out().contains(": threshold 0.99 not reached by the median of its scores"));
    assertTrue(lines.get(table + 1).startsWith("limit "), run.out());
    assertTrue(run.out().contains("\nobjects.threshold "), run.out());
    assertTrue(run.out().contains("\ntracker.low-score "), run.out());
  }

  @Test
  void theDocumentListsEveryLimitInTheirOrder() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/commands.md")).stream()
            .dropWhile(line -> !line.startsWith("| limit |"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .map(line -> line.split(" ", -1)[1])
            .toList();
    assertEquals(Arrays.stream(Limit.values()).map(Limit::key).toList(), documented);
  }

  @Test
  void theDetectorIsAskedForSomewhatLessThanUsual() {
    assertEquals(0.15f, ExplanationFeed.askedScore(0.3f));
    assertEquals(0.05f, ExplanationFeed.askedScore(0.08f));
    assertEquals(0.02f, ExplanationFeed.askedScore(0.02f), "never for more");
  }
}
