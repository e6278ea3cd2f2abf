package io.pipit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
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
  void countsChangesAdditionsOmissionsAndSwaps() {
    assertEquals(0, Suggestion.distance("loop", "loop"));
    assertEquals(1, Suggestion.distance("lop", "loop"));
    assertEquals(1, Suggestion.distance("lopo", "loop"));
    assertEquals(4, Suggestion.distance("", "loop"));
  }
}
