package io.pipit.track;

import java.util.Arrays;

/**
 * Pairs rows with columns so that the sum of the pairs' gains is the greatest possible. Scratch is
 * kept; for one thread.
 *
 * <p>Pairs that have no rival are taken at once; the rest is solved exactly by the Hungarian method
 * with shortest augmenting paths. Source: H. W. Kuhn, "The Hungarian method for the assignment
 * problem", 1955, and R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense
 * and sparse linear assignment problems", 1987.
 */
final class Assignment {
  private int rows;
  private int columns;
  private float[] gains = new float[0];
  private int[] columnOfRow = new int[0];
  private int[] rowOfColumn = new int[0];

  // The rows and columns that have rivals, and the method's own memory; index 0 is the root.
  private int[] openRows = new int[0];
  private int[] openColumns = new int[0];
  private float[] rowPrice = new float[1];
  private float[] columnPrice = new float[1];
  private float[] slack = new float[1];
  private int[] owner = new int[1];
  private int[] way = new int[1];
  private boolean[] done = new boolean[1];

  /** Begins a problem in which no pair gains anything. */
  void begin(int rowCount, int columnCount) {
    rows = rowCount;
    columns = columnCount;
    if (gains.length < rows * columns) {
      gains = new float[rows * columns];
    }
    if (columnOfRow.length < rows) {
      columnOfRow = new int[rows];
      openRows = new int[rows];
    }
    if (rowOfColumn.length < columns) {
      rowOfColumn = new int[columns];
      openColumns = new int[columns];
    }
    int side = Math.max(rows, columns) + 1;
    if (slack.length < side) {
      rowPrice = new float[side];
      columnPrice = new float[side];
      slack = new float[side];
      owner = new int[side];
      way = new int[side];
      done = new boolean[side];
    }
    Arrays.fill(gains, 0, rows * columns, 0);
    Arrays.fill(columnOfRow, 0, rows, -1);
    Arrays.fill(rowOfColumn, 0, columns, -1);
  }

  /** Says what a pair gains; 0 or less: it must not be. */
  void gain(int row, int column, float gain) {
    gains[row * columns + column] = Math.max(0, gain);
  }

  /** Finds the pairs. */
  void solve() {
    takeUnrivalled();
    int openRowCount = 0;
    for (int r = 0; r < rows; r++) {
      if (columnOfRow[r] < 0 && hasGain(r)) {
        openRows[openRowCount++] = r;
      }
    }
    int openColumnCount = 0;
    for (int c = 0; c < columns; c++) {
      if (rowOfColumn[c] < 0) {
        openColumns[openColumnCount++] = c;
      }
    }
    if (openRowCount > 0) {
      augmentAll(openRowCount, openColumnCount);
    }
  }

  /** The row's column, or -1. */
  int columnOf(int row) {
    return columnOfRow[row];
  }

  /** The column's row, or -1. */
  int rowOf(int column) {
    return rowOfColumn[column];
  }

  private void pair(int row, int column) {
    columnOfRow[row] = column;
    rowOfColumn[column] = row;
  }

  private boolean hasGain(int row) {
    for (int c = 0; c < columns; c++) {
      if (gains[row * columns + c] > 0) {
        return true;
      }
    }
    return false;
  }

  private void takeUnrivalled() {
    for (int r = 0; r < rows; r++) {
      int only = onlyColumn(r);
      if (only >= 0 && isOnlyRow(r, only)) {
        pair(r, only);
      }
    }
  }

  private int onlyColumn(int row) {
    int only = -1;
    for (int c = 0; c < columns; c++) {
      if (gains[row * columns + c] > 0) {
        if (only >= 0) {
          return -1;
        }
        only = c;
      }
    }
    return only;
  }

  private boolean isOnlyRow(int row, int column) {
    for (int r = 0; r < rows; r++) {
      if (r != row && gains[r * columns + column] > 0) {
        return false;
      }
    }
    return true;
  }

  /** The shorter side is assigned, one after the other, each along the cheapest path. */
  private void augmentAll(int rowCount, int columnCount) {
    boolean turned = rowCount > columnCount;
    int short_ = turned ? columnCount : rowCount;
    int long_ = turned ? rowCount : columnCount;
    Arrays.fill(rowPrice, 0, short_ + 1, 0);
    Arrays.fill(columnPrice, 0, long_ + 1, 0);
    Arrays.fill(owner, 0, long_ + 1, 0);
    for (int i = 1; i <= short_; i++) {
      augment(i, long_, turned);
    }
    for (int j = 1; j <= long_; j++) {
      int i = owner[j];
      if (i > 0 && cost(i, j, turned) < 0) {
        int row = turned ? openRows[j - 1] : openRows[i - 1];
        int column = turned ? openColumns[i - 1] : openColumns[j - 1];
        pair(row, column);
      }
    }
  }

  private void augment(int start, int long_, boolean turned) {
    owner[0] = start;
    Arrays.fill(slack, 0, long_ + 1, Float.MAX_VALUE);
    Arrays.fill(done, 0, long_ + 1, false);
    int at = 0;
    do {
      done[at] = true;
      int i = owner[at];
      float min = Float.MAX_VALUE;
      int next = 0;
      for (int j = 1; j <= long_; j++) {
        if (done[j]) {
          continue;
        }
        float reduced = cost(i, j, turned) - rowPrice[i] - columnPrice[j];
        if (reduced < slack[j]) {
          slack[j] = reduced;
          way[j] = at;
        }
        if (slack[j] < min) {
          min = slack[j];
          next = j;
        }
      }
      for (int j = 0; j <= long_; j++) {
        if (done[j]) {
          rowPrice[owner[j]] += min;
          columnPrice[j] -= min;
        } else {
          slack[j] -= min;
        }
      }
      at = next;
    } while (owner[at] != 0);
    while (at != 0) {
      int before = way[at];
      owner[at] = owner[before];
      at = before;
    }
  }

  private float cost(int i, int j, boolean turned) {
    return turned
        ? -gains[openRows[j - 1] * columns + openColumns[i - 1]]
        : -gains[openRows[i - 1] * columns + openColumns[j - 1]];
  }
}
