package io.pipit.errors;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the word that was probably meant, and lists those that could have been. */
public final class Suggestion {
  /** More words are not listed whole. */
  private static final int MAX_LISTED = 12;

  /** So many of them are listed instead. */
  private static final int LISTED_OF_MANY = 10;

  private Suggestion() {}

  /**
   * The most similar candidate, when it is similar enough: at most a third of its letters, rounded
   * up, must be changed, added, left out or swapped with their neighbour.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= (candidate.length() + 2) / 3)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code "; did you mean X?"}, or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return of(word, candidates).map(meant -> "; did you mean " + meant + "?").orElse("");
  }

  /** The words with commas between: all of a few, of many the first and how many more there are. */
  public static String list(Collection<String> words) {
    int shown = words.size() > MAX_LISTED ? LISTED_OF_MANY : words.size();
    String first = words.stream().limit(shown).collect(Collectors.joining(", "));
    return shown < words.size() ? first + " and " + (words.size() - shown) + " more" : first;
  }

  /** Edit distance with swaps of neighbours (optimal string alignment). */
  static int distance(String from, String to) {
    int[][] d = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[from.length()][to.length()];
  }
}
