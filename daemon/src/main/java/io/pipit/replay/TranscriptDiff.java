package io.pipit.replay;

import io.pipit.replay.Transcript.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What differs between two transcripts of one recording. Events of the same words belong together,
 * the earliest first, unless they are further apart than {@link #NEAR_SECONDS}.
 */
public final class TranscriptDiff {
  /** Two events that are further apart are two events. */
  static final double NEAR_SECONDS = 5;

  /** A smaller difference is not a move. */
  private static final double SAME_SECONDS = 0.001;

  private final List<Difference> differences = new ArrayList<>();
  private int same;

  private record Difference(double seconds, String text) {}

  public TranscriptDiff(List<Entry> before, List<Entry> after) {
    Map<String, List<Entry>> left = byWords(before);
    Map<String, List<Entry>> right = byWords(after);
    left.forEach((what, lines) -> pair(lines, right.getOrDefault(what, List.of())));
    right.forEach(
        (what, lines) -> {
          if (!left.containsKey(what)) {
            pair(List.of(), lines);
          }
        });
    differences.sort(Comparator.comparingDouble(Difference::seconds));
  }

  /** A line each for what vanishes (-), appears (+) or moves (~), by time; then a summary. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Map<Character, Integer> counts = new LinkedHashMap<>();
    for (Difference difference : differences) {
      lines.add(difference.text);
      counts.merge(difference.text.charAt(0), 1, Integer::sum);
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%d events vanish, %d appear, %d move, %d stay",
            counts.getOrDefault('-', 0),
            counts.getOrDefault('+', 0),
            counts.getOrDefault('~', 0),
            same));
    return lines;
  }

  private void pair(List<Entry> before, List<Entry> after) {
    int i = 0;
    int k = 0;
    while (i < before.size() || k < after.size()) {
      double apart =
          i < before.size() && k < after.size()
              ? after.get(k).seconds() - before.get(i).seconds()
              : i < before.size() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      if (apart > NEAR_SECONDS) {
        add(before.get(i++), '-');
      } else if (apart < -NEAR_SECONDS) {
        add(after.get(k++), '+');
      } else {
        move(before.get(i++), after.get(k++));
      }
    }
  }

  private void move(Entry before, Entry after) {
    if (Math.abs(after.seconds() - before.seconds()) < SAME_SECONDS) {
      same++;
      return;
    }
    String text =
        String.format(
            Locale.ROOT, "~%s, was at %.2f s", after.toString().substring(1), before.seconds());
    differences.add(new Difference(after.seconds(), text));
  }

  private void add(Entry line, char sign) {
    differences.add(new Difference(line.seconds(), sign + line.toString().substring(1)));
  }

  private static Map<String, List<Entry>> byWords(List<Entry> lines) {
    Map<String, List<Entry>> byWords = new LinkedHashMap<>();
    lines.forEach(line -> byWords.computeIfAbsent(line.what(), k -> new ArrayList<>()).add(line));
    return byWords;
  }
}
