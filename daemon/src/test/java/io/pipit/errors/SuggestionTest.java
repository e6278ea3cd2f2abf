package io.pipit.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> WORDS = List.of("fps", "frame-timeout", "loop", "path");

  @Test
  void findsTheWordThatWasMeant() {
    assertEquals(Optional.of("frame-timeout"), Suggestion.of("frame_timout", WORDS));
    assertEquals(Optional.of("path"), Suggestion.of("paht", WORDS));
    assertEquals(Optional.of("fps"), Suggestion.of("fsp", WORDS));
  }

  @Test
  void staysSilentWhenNothingIsSimilar() {
    assertEquals("", Suggestion.hint("resolution", WORDS));
    assertEquals("", Suggestion.hint("resolution", List.of()));
  }

  @Test
  void aFewWordsAreListedWholeAndOfManyTheFirst() {
    assertEquals("fps, frame-timeout, loop, path", Suggestion.list(WORDS));
    assertEquals("", Suggestion.list(List.of()));
    assertEquals(
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
        Suggestion.list(IntStream.rangeClosed(1, 12).mapToObj(String::valueOf).toList()));
    assertEquals(
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 70 more",
        Suggestion.list(IntStream.rangeClosed(1, 80).mapToObj(String::valueOf).toList()));
  }

  @Test
  void countsChangesAdditionsOmissionsAndSwaps() {
    assertEquals(0, Suggestion.distance("loop", "loop"));
    assertEquals(1, Suggestion.distance("lop", "loop"));
    assertEquals(1, Suggestion.distance("lopo", "loop"));
    assertEquals(4, Suggestion.distance("", "loop"));
  }
}
