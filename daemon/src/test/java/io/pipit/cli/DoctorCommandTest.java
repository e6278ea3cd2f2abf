package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pipit.doctor.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This very computer, whatever it is, with cameras that are there and cameras that are not. */
class DoctorCommandTest {
  private static final List<Finding> FINDINGS =
      List.of(Finding.ok("power", "enough"), Finding.warning("configuration", "old", "renew it"));

  private static final Palette PLAIN = new Palette(false);

  @TempDir private Path folder;

  @Test
  void aFindingIsALineAndASecondOneSaysWhatToDo() {
    assertEquals(
        List.of("ok       power          enough"), FindingsOutput.lines(FINDINGS.get(0), PLAIN));
    assertEquals(
        List.of("warning  configuration  old", "                        → renew it"),
        FindingsOutput.lines(FINDINGS.get(1), PLAIN));
    assertEquals("0 problems, 1 warning, 0 notes, 1 ok", FindingsOutput.summary(FINDINGS));
  }

  @Test
  void theDocumentShowsTheFieldsOfTheJson() throws Exception {
    String document = Files.readString(Path.of("../docs/commands.md"));
    String example =
        document.lines().filter(line -> line.startsWith("{\"pipit\":")).findFirst().orElseThrow();
    assertEquals(fields(FindingsOutput.json("1", FINDINGS.subList(1, 2))), fields(example));
  }

  @Test
  void aCameraThatIsNotThereIsFoundAndChangesTheExitCode() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("pipit.conf"),
            """
            socket.listen = "127.0.0.1:0"
            cameras { there { type = demo }, gone { type = file, path = gone.mp4 } }
            """);
    CommandRun run = CommandRun.of("doctor", "--quick", "--config", file.toString());
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(
        run.out().contains("problem  cameras        camera gone: " + folder + "/gone.mp4: no such"),
        run.out());
    assertTrue(run.out().contains("cameras        there: a frame of 640x360 came"), run.out());
    assertTrue(run.out().contains("socket.listen takes any port"), run.out());
    assertTrue(run.out().strip().endsWith(" ok"), run.out());
    assertEquals(documentedAreas(), areas(run.out()));
  }

  /** The areas of the findings, in their order. */
  private static List<String> areas(String out) {
    return out.lines()
        .filter(line -> line.matches("(ok|note|warning|problem) .*"))
        .map(line -> line.split(" +", -1)[1])
        .distinct()
        .toList();
  }

  /** All but the model's, which was left out. */
  private static List<String> documentedAreas() throws Exception {
    return Files.readAllLines(Path.of("../docs/commands.md")).stream()
        .dropWhile(line -> !line.startsWith("| area |"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> line.split(" ", -1)[1])
        .filter(area -> !area.equals("model"))
        .toList();
  }

  private static List<String> fields(String text) throws Exception {
    List<String> names = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          names.add(json.currentName());
        }
      }
    }
    return names;
  }
}
