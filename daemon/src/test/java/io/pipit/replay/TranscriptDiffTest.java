package io.pipit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.replay.Transcript.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptDiffTest {
  @Test
  void equalTranscriptsShowNoDifference() {
    List<Entry> lines =
        List.of(line(1, "new    person", " (1, 0.50)"), line(2, "rule   r fires", ""));
    assertEquals(
        List.of("0 events vanish, 0 appear, 0 move, 2 stay"),
        new TranscriptDiff(lines, lines).lines());
  }

  @Test
  void anotherNumberOrScoreIsNoDifference() {
    assertEquals(
        List.of("0 events vanish, 0 appear, 0 move, 1 stay"),
        new TranscriptDiff(
                List.of(line(1, "new    person", " (1, 0.50)")),
                List.of(line(1, "new    person", " (3, 0.61)")))
            .lines());
  }

  @Test
  void whatVanishesAppearsAndMovesIsShownByTime() {
    List<Entry> before =
        List.of(line(1, "rule   a fires", ""), line(4, "zone   z: 1 dog", ""), line(30, "x", ""));
    List<Entry> after =
        List.of(line(2.5, "zone   z: 1 dog", ""), line(3, "rule   b fires", ""), line(20, "x", ""));
    assertEquals(
        List.of(
            "-    1.00 s  rule   a fires",
            "~    2.50 s  zone   z: 1 dog, was at 4.00 s",
            "+    3.00 s  rule   b fires",
            "+   20.00 s  x",
            "-   30.00 s  x",
            "2 events vanish, 2 appear, 1 move, 0 stay"),
        new TranscriptDiff(before, after).lines());
  }

  private static Entry line(double seconds, String what, String detail) {
    return new Entry(Math.round(seconds * 1e9), what, detail);
  }
}
