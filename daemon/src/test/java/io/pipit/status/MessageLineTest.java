package io.pipit.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.ProtocolExamples;
import io.pipit.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageLineTest {
  /** Answers to commands, and what other messages report already. */
  private static final Set<String> SILENT = Set.of("snapshot", "frame", "ok", "pong");

  @Test
  void everyMessageOfTheProtocolHasALine() throws IOException, JsonTree.Malformed {
    List<String> examples =
        Files.readAllLines(Path.of("../docs/protocol.md")).stream()
            .filter(line -> line.startsWith("{\"type\""))
            .toList();
    assertTrue(examples.size() > 15, "examples: " + examples.size());
    for (String example : examples) {
      JsonTree message = JsonTree.of(example);
      assertEquals(
          SILENT.contains(message.get("type").text()), MessageLine.of(message).isEmpty(), example);
    }
  }

  @Test
  void linesAreForPeople() throws JsonTree.Malformed, IOException {
    assertEquals(
        "10:15:38  rule intruder has fired: person 7 on street", line(ProtocolExamples.of("rule")));
    assertEquals("10:15:41  output siren is on (gate-person)", line(ProtocolExamples.of("output")));
    String early =
        ProtocolExamples.of("health")
            .replaceFirst("\"p50\":[0-9.]+", "\"p50\":null")
            .replaceFirst("\"rss_bytes\":[0-9]+", "\"rss_bytes\":null");
    assertTrue(line(early).contains("inference not yet, memory unknown"), line(early));
  }

  private static String line(String message) throws JsonTree.Malformed {
    return MessageLine.of(JsonTree.of(message)).orElseThrow();
  }
}
