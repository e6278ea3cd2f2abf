package io.pipit.preview;

import java.awt.Graphics2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Letters of 5 by 7 dots, drawn in letters.txt: a board has no fonts that Java could use. What is
 * not among them is drawn as a question mark.
 */
final class Letters {
  /** Dots from one letter to the next. */
  static final int ADVANCE = 6;

  /** Dots of a letter's height. */
  static final int HEIGHT = 7;

  private static final int BAND = 1 + HEIGHT;

  private final Map<Character, boolean[][]> glyphs = new HashMap<>();

  /** Reads the letters. */
  Letters() {
    try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("letters.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      List<String> lines = reader.lines().filter(line -> !line.isEmpty()).toList();
      for (int i = 0; i < lines.size(); i += BAND) {
        band(lines.subList(i, i + BAND));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line with letters, and below each its dots. */
  private void band(List<String> lines) {
    String names = lines.get(0);
    for (int at = 0; at < names.length(); at += ADVANCE) {
      boolean[][] dots = new boolean[HEIGHT][ADVANCE - 1];
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < ADVANCE - 1; x++) {
          dots[y][x] = lines.get(1 + y).charAt(at + x) == '#';
        }
      }
      glyphs.put(names.charAt(at), dots);
    }
  }

  /** Pixels that a text takes. */
  static int width(String text, int size) {
    return (text.length() * ADVANCE - 1) * size;
  }

  /**
   * Draws a text in the current colour.
   *
   * @param x left edge
   * @param y upper edge
   * @param size pixels of a dot's side
   */
  void draw(Graphics2D g, String text, int x, int y, int size) {
    boolean[][] unknown = Objects.requireNonNull(glyphs.get('?'));
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter != ' ') {
        draw(g, glyphs.getOrDefault(letter, unknown), x + i * ADVANCE * size, y, size);
      }
    }
  }

  private static void draw(Graphics2D g, boolean[][] dots, int x, int y, int size) {
    for (int row = 0; row < dots.length; row++) {
      for (int column = 0; column < dots[row].length; column++) {
        if (dots[row][column]) {
          g.fillRect(x + column * size, y + row * size, size, size);
        }
      }
    }
  }
}
