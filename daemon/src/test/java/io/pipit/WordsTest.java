package io.pipit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Identifiers, log lines, errors and the configuration use the words of the field, as papers and
 * manuals do.
 */
class WordsTest {
  private static final Path SOURCES = Path.of("src/main/java/io/pipit");

  /** In brackets what to use instead. */
  private static final Set<String> STRUCK =
      Set.of(
          // (notify, publish, report)
          "told",
          "tell",
          "tells",
          "telling",
          // (frame, image)
          "picture",
          "pictures",
          // (object)
          "thing",
          "things",
          // (min, max)
          "least",
          "most",
          "longest",
          // (fraction)
          "share",
          "shares",
          // (again, restarted)
          "anew",
          // (internal error)
          "defect",
          "defects",
          // (board, computer, platform)
          "machine",
          "machines",
          // (deadline)
          "alarm",
          // (recovery policy, escalate, recover)
          "ladder",
          "climbs",
          "mend",
          // (stable)
          "lasting",
          // (owner, user)
          "holder",
          "holders",
          "accounts",
          // (innovation, standard deviation, process noise)
          "surprise",
          "doubt",
          "agility",
          "likeness",
          // (unknown, cannot tell)
          "nobody",
          // (newer)
          "younger",
          // (make sure)
          "yourself",
          // (error)
          "mistake",
          "mistakes",
          // (timeout, process tree, inbox, close with an error)
          "bite",
          "bitten",
          "offspring",
          "mailbox",
          "farewell");

  private static final List<String> PHRASES = List.of("can't be had", "has mistakes", "of yours");

  /** Whole identifiers and texts. */
  private static final Set<String> ALLOWED =
      Set.of(
          // a field of bench's JSON output
          "cpu_share_outside_forward",
          // a file of the kernel's
          "/in0_lcrit_alarm",
          // a state machine is one
          "CameraStateMachine",
          // plain words for a doubt
          "cannot tell whether it is synchronized");

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\")"
              + "|'(?:\\\\.|[^'\\\\\\n])*'"
              + "|/\\*[\\s\\S]*?\\*/|//[^\\n]*"
              + "|(?<identifier>[A-Za-z_$][\\w$]*)");

  private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

  @Test
  void noIdentifierAndNoTextHasAStruckWord() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      files = sources.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    assertTrue(files.size() > 200, "sources: " + files.size());
    for (Path file : files) {
      struck(Files.readString(file)).forEach(token -> found.add(file + ": " + token));
    }
    assertEquals(List.of(), found);
  }

  @Test
  void theShippedConfigurationHasNoStruckWord() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../config/pipit.conf"));
    assertEquals(List.of(), lines.stream().filter(WordsTest::isStruck).toList());
  }

  @Test
  void identifiersAndTextsAreSplitIntoWords() {
    assertEquals(List.of("lastTold", "LEAST_SIDE"), struck("int lastTold = LEAST_SIDE;"));
    assertEquals(List.of("\"a picture\""), struck("print(\"a picture\", 'x'); // told"));
    assertEquals(List.of("\"it can't be had\""), struck("f(\"it can't be had\");"));
    assertEquals(List.of(), struck("String nothing = \"must be at least 1\"; /* a thing */"));
  }

  private static List<String> struck(String source) {
    return TOKEN
        .matcher(source)
        .results()
        .map(found -> source.substring(found.start(), found.end()))
        .filter(token -> !token.startsWith("/") && !token.startsWith("'"))
        .filter(token -> !ALLOWED.contains(token.replace("\"", "")) && isStruck(token))
        .toList();
  }

  private static boolean isStruck(String token) {
    if (PHRASES.stream().anyMatch(token::contains)) {
      return true;
    }
    Matcher words = WORD.matcher(token.replaceAll("\\b[Aa]t (least|most)\\b", ""));
    while (words.find()) {
      if (STRUCK.contains(words.group().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
