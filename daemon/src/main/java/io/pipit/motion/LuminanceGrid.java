package io.pipit.motion;

import io.pipit.scene.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A frame as a small image of its brightness: each cell is the mean of some of its pixels. */
final class LuminanceGrid {
  /** Without any cell. */
  static final LuminanceGrid NONE = new LuminanceGrid(Frame.Layout.packed(1, 1));

  /** Cells along the frame's longer side, at most. */
  private static final int MAX_COLUMNS = 104;

  /** Pixels that are read in each direction of a cell. */
  private static final int SAMPLES = 2;

  private final int columns;
  private final int rows;
  private final int side;
  private final int step;
  private final int stride;
  private final byte[] line;
  private final int[] sums;
  private final float[] cells;

  /** The grid for frames of this layout; all is dark. */
  LuminanceGrid(Frame.Layout layout) {
    int longer = Math.max(layout.width(), layout.height());
    side = (longer + MAX_COLUMNS - 1) / MAX_COLUMNS;
    step = Math.max(1, side / SAMPLES);
    columns = Math.max(1, layout.width() / side);
    rows = Math.max(1, layout.height() / side);
    stride = layout.stride();
    line = new byte[3 * Math.min(layout.width(), columns * side)];
    sums = new int[columns];
    cells = new float[columns * rows];
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** Brightness of each cell, row by row, 0 to 255. */
  float[] cells() {
    return cells;
  }

  /** Takes in a frame's RGB bytes. */
  void read(ByteBuffer pixels) {
    int samples = (Math.min(side, line.length / 3) + step - 1) / step;
    float scale = 1f / (4 * samples * samples);
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < samples; i++) {
        pixels.get((row * side + i * step) * stride, line);
        add(samples);
      }
      for (int column = 0; column < columns; column++) {
        cells[row * columns + column] = sums[column] * scale;
      }
    }
  }

  private void add(int samples) {
    for (int column = 0, from = 0; column < columns; column++, from += 3 * side) {
      int sum = 0;
      for (int i = 0, at = from; i < samples; i++, at += 3 * step) {
        // Four times the brightness, near enough.
        sum += (line[at] & 0xff) + 2 * (line[at + 1] & 0xff) + (line[at + 2] & 0xff);
      }
      sums[column] += sum;
    }
  }
}
