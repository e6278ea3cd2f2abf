package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A default that a document names is the one in config/pipit.conf. */
class DocumentedDefaultsTest {
  private static final String KEY = "`(?<key>[a-z][a-z.-]*)`";
  private static final String VALUE =
      "(?<value>\\d+(?:\\.\\d+)?(?: ?(?:ms|s|m|h))?|auto|none|off|on|all|any|always)(?![\\w.])";

  private static final List<Pattern> MENTIONS =
      List.of(
          // `stale-after` (3 s), `inertia` frames in a row (3)
          Pattern.compile(KEY + "[^`|.;()]{0,30}\\(" + VALUE),
          // every 10 s (`health.interval`), 256 live messages (`socket.queue`)
          Pattern.compile("(?<![\\w.])" + VALUE + "(?: [a-z]+){0,2} \\(" + KEY + "\\)"),
          // `safe`, off by default
          Pattern.compile(KEY + ", " + VALUE + " by default"));

  private final Map<String, String> defaults =
      ConfigFactory.parseFile(Path.of("../config/pipit.conf").toFile()).entrySet().stream()
          .collect(
              Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue().unwrapped())));

  @Test
  void everyDefaultThatADocumentNamesIsTheConfigurations() throws IOException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (Path document : documents()) {
      int number = 0;
      for (String line : Files.readAllLines(document)) {
        number++;
        for (Mention mention : mentions(line)) {
          Set<String> values = valuesOf(mention.key());
          if (!values.isEmpty()) {
            compared++;
          }
          if (!values.isEmpty() && !values.equals(Set.of(mention.value()))) {
            wrong.add(document + ":" + number + ": " + mention + ", pipit.conf has " + values);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared >= 20, "compared: " + compared);
  }

  @Test
  void eachFormOfAMentionIsRead() {
    assertEquals(List.of(new Mention("stale-after", "3s")), mentions("for `stale-after` (3 s)."));
    assertEquals(List.of(new Mention("inertia", "3")), mentions("`inertia` frames in a row (3)"));
    assertEquals(
        List.of(new Mention("health.interval", "10s")), mentions("every 10 s (`health.interval`)"));
    assertEquals(
        List.of(new Mention("socket.queue", "256")),
        mentions("256 live messages (`socket.queue`)"));
    assertEquals(List.of(new Mention("safe", "off")), mentions("(`safe`, off by default)"));
    assertEquals(List.of(), mentions("`stale-after` (see above), 3 kinds"));
  }

  private record Mention(String key, String value) {}

  /** Without the model kit's, whose options and files have names of their own. */
  private static List<Path> documents() throws IOException {
    try (Stream<Path> documents = Files.walk(Path.of("../docs"))) {
      return Stream.concat(
              Stream.of(Path.of("../README.md")),
              documents.filter(DocumentedDefaultsTest::isAboutDaemon).sorted())
          .toList();
    }
  }

  private static boolean isAboutDaemon(Path file) {
    return file.toString().endsWith(".md") && !file.endsWith("model-kit.md");
  }

  private static List<Mention> mentions(String line) {
    return MENTIONS.stream()
        .flatMap(pattern -> pattern.matcher(line).results().map(found -> mention(pattern, found)))
        .toList();
  }

  private static Mention mention(Pattern pattern, MatchResult found) {
    boolean keyFirst = pattern.pattern().startsWith(KEY);
    return new Mention(
        found.group(keyFirst ? 1 : 2), found.group(keyFirst ? 2 : 1).replace(" ", ""));
  }

  /** Of the keys that end so: `inertia` may stand for camera-defaults.zone.inertia. */
  private Set<String> valuesOf(String key) {
    return defaults.entrySet().stream()
        .filter(entry -> ("." + entry.getKey()).endsWith("." + key))
        .map(Map.Entry::getValue)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
