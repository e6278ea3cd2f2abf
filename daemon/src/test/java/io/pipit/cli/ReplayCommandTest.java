package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.demo.StreetScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole command with the shipped model, on two seconds of the street as frames. */
class ReplayCommandTest {
  private static final int FRAMES = 20;
  private static final String EVERYWHERE = "coordinates = \"0,0, 1,0, 1,1, 0,1\"";

  @TempDir private static Path folder;
  private static Path film;

  @BeforeAll
  static void draw() throws IOException {
    film = Files.createDirectory(folder.resolve("film"));
    StreetScene scene = new StreetScene(4, 416, 256);
    for (int i = 0; i < FRAMES; i++) {
      scene.render(i / 10.0);
      ImageIO.write(scene.image(), "png", film.resolve("%03d.png".formatted(i)).toFile());
    }
  }

  @Test
  void theSameRecordingGivesTheSameMessagesToTheLetter() throws IOException {
    String config = config("a", "zones.all { " + EVERYWHERE + " }", "10s");
    CommandRun first = CommandRun.of("replay", "--config", config, "--json", film.toString());
    assertEquals("", first.err());
    assertEquals(0, first.exitCode());
    assertTrue(first.out().contains("{\"type\":\"new\",\"seq\":1,"), first.out());
    assertTrue(first.out().contains("\"type\":\"zone\""), first.out());
    assertTrue(first.out().contains("\"type\":\"rule\""), first.out());
    assertTrue(first.out().contains("\"output\":\"siren\",\"state\":\"on\""), first.out());
    assertEquals(first, CommandRun.of("replay", "--config", config, "--json", film.toString()));
  }

  @Test
  void comparingShowsWhatAChangeChanges() throws IOException {
    String old = config("old", "zones.all { " + EVERYWHERE + " }", "10s");
    String now = config("now", "zones.all { " + EVERYWHERE + ", loitering-time = 500ms }", "10s");
    CommandRun same = CommandRun.of("replay", "--config", old, "--compare", old, film.toString());
    assertEquals("", same.err());
    assertTrue(same.out().startsWith("0 events vanish, 0 appear, 0 move, "), same.out());
    String changed =
        CommandRun.of("replay", "--config", now, "--compare", old, film.toString()).out();
    assertTrue(changed.contains("zone   all: 1 "), changed);
    assertTrue(changed.contains(", was at "), changed);
  }

  @Test
  void standardErrorSaysWhatIsPlayedAndWhatItCameTo() throws IOException {
    String config = config("head", "zones.all { " + EVERYWHERE + " }", "10s");
    CommandRun run = CommandRun.of("replay", "--config", config, film.toString());
    assertEquals(0, run.exitCode());
    List<String> err = run.err().lines().toList();
    assertEquals(2, err.size(), run.err());
    assertTrue(
        err.get(0)
            .startsWith(
                film + " as camera gate, 20 images, at most 10 frames a second; model edge8"),
        run.err());
    assertTrue(
        err.get(1)
            .matches(
                "20 frames, 2\\.0 s: [1-9]\\d* objects? counted; [1-9]\\d* events? of zones, lines,"
                    + " rules and outputs"),
        run.err());
    for (String line : run.out().lines().toList()) {
      assertTrue(line.matches(" +\\d+\\.\\d\\d s {2}(new|end|zone|rule|output) .*"), line);
    }
  }

  @Test
  void whereNothingHappensThatIsSaid() throws IOException {
    String config = config("none", "objects.threshold = 0.99", "10s");
    CommandRun run = CommandRun.of("replay", "--config", config, film.toString());
    assertEquals("", run.out());
    assertTrue(
        run.err().contains("20 frames, 2.0 s: nothing happened; 'pipit explain'"), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --camera=gat FILM            | 64 | --camera must be one of gate in
          --json --compare=CONF FILM   | 64 | --json and --compare exclude each other
          --input=kee FILM             | 64 | --input must be one of gpio.inputs, is kee; did you mean key?
          --start=now FILM             | 64 | --start must be a local time such as 2026-11-24T22:00, is now
          /none.mp4                    | 66 | camera gate: /none.mp4: no such file
          """)
  void errorsAreNamed(String words, int code, String message) throws IOException {
    String config = config("m", "", "10s");
    String[] args =
        ("replay --config " + config + " " + words)
            .replace("FILM", film.toString())
            .replace("CONF", config)
            .split(" +", -1);
    CommandRun run = CommandRun.of(args);
    assertEquals(code, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(List.of(), run.out().lines().toList());
  }

  private static String config(String name, String places, String cooldown) throws IOException {
    String zone = places.contains("zones.all") ? "zone = all," : "";
    String text =
        """
        model.dir = "%s"
        cameras.gate { type = demo, %s }
        gpio { outputs.siren.line = S, inputs.key.line = K }
        rules.any {
          when { %s count = 1 }
          then = [ { output = siren, action = pulse } ]
          cooldown = %s
        }
        """
            .formatted(Path.of("../models/edge8").toAbsolutePath(), places, zone, cooldown);
    return Files.writeString(folder.resolve(name + ".conf"), text).toString();
  }
}
