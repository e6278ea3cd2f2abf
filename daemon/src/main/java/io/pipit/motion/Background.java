package io.pipit.motion;

import io.pipit.config.Regions.Mask;
import io.pipit.scene.Point;
import java.util.List;

/**
 * How a view usually looks: a running mean of each cell's brightness, and how much the cell differs
 * from it when nothing moves. A tree in the wind, a clock in the image or the noise of a night
 * raise the latter until they are no change any more. A change must last for two frames: a drop of
 * rain does not.
 */
final class Background {
  /** What differs from the background. */
  enum Change {
    /** Nothing but noise. */
    NONE,
    /** Some cells beside each other. */
    MOTION,
    /** Most cells: a lamp was switched, or the camera adapts. */
    LIGHT
  }

  /** Time in which the mean follows, in seconds. */
  private static final float MEAN_SECONDS = 1;

  /** Time in which the noise is learned, in seconds. */
  private static final float NOISE_SECONDS = 10;

  /** A change is greater than three standard deviations of the noise. */
  private static final float SQUARED_DEVIATIONS = 9;

  /** By so much one frame's difference may exceed the limit, in squares, when noise is learned. */
  private static final float MAX_EXCESS = 4;

  /** Fewer cells in one piece are noise. */
  private static final int MIN_CELLS = 3;

  /** Of the cells, for a change of light. */
  private static final float LIGHT_FRACTION = 0.6f;

  private final int columns;
  private final float threshold;
  private final boolean[] masked;
  private final int counted;
  private final float[] mean;
  private final float[] variance;
  private final boolean[] changed;
  private final boolean[] persists;
  private final int[] stack;
  private boolean begun;
  private int learned;

  /**
   * A background that is not known yet.
   *
   * @param masks areas in which nothing counts
   * @param threshold a smaller difference is no change, in levels of brightness, 1 to 255
   */
  Background(LuminanceGrid grid, List<Mask> masks, int threshold) {
    columns = grid.columns();
    this.threshold = threshold;
    int size = grid.cells().length;
    masked = new boolean[size];
    mean = new float[size];
    variance = new float[size];
    changed = new boolean[size];
    persists = new boolean[size];
    stack = new int[size];
    int open = 0;
    for (int i = 0; i < size; i++) {
      masked[i] = isMasked(grid, i, masks);
      open += masked[i] ? 0 : 1;
    }
    counted = open;
  }

  /**
   * Takes in the next frame.
   *
   * @param seconds since the last one
   * @param quiet whether what differs is noise, as no object moves
   */
  Change compare(LuminanceGrid grid, float seconds, boolean quiet) {
    float[] cells = grid.cells();
    if (!begun) {
      begun = true;
      System.arraycopy(cells, 0, mean, 0, mean.length);
      return Change.LIGHT;
    }
    int count = 0;
    int persistent = 0;
    for (int i = 0; i < mean.length; i++) {
      float difference = cells[i] - mean[i];
      boolean now = difference * difference > limit(i) && !masked[i];
      persists[i] = now && changed[i];
      changed[i] = now;
      count += now ? 1 : 0;
      persistent += persists[i] ? 1 : 0;
    }
    if (count > LIGHT_FRACTION * counted) {
      System.arraycopy(cells, 0, mean, 0, mean.length);
      return Change.LIGHT;
    }
    if (quiet) {
      learn(cells, 1 - (float) Math.exp(-seconds / NOISE_SECONDS));
    }
    float follow = 1 - (float) Math.exp(-seconds / MEAN_SECONDS);
    for (int i = 0; i < mean.length; i++) {
      mean[i] += follow * (cells[i] - mean[i]);
    }
    return persistent >= MIN_CELLS && hasPiece() ? Change.MOTION : Change.NONE;
  }

  /** The square of the difference that is no change yet. */
  private float limit(int cell) {
    return Math.max(threshold * threshold, SQUARED_DEVIATIONS * variance[cell]);
  }

  /**
   * The first frames count alike, so that the noise is known soon. A passing shine is not taken for
   * noise at once.
   */
  private void learn(float[] cells, float rate) {
    float weight = Math.max(rate, 1f / ++learned);
    for (int i = 0; i < variance.length; i++) {
      float difference = cells[i] - mean[i];
      float square = Math.min(difference * difference, MAX_EXCESS * limit(i));
      variance[i] += weight * (square - variance[i]);
    }
  }

  /** Whether enough cells of those that last hang together; uses them up. */
  private boolean hasPiece() {
    for (int i = 0; i < persists.length; i++) {
      if (persists[i] && pieceAt(i) >= MIN_CELLS) {
        return true;
      }
    }
    return false;
  }

  private int pieceAt(int start) {
    int size = 0;
    int waiting = push(start, 0);
    while (waiting > 0) {
      int cell = stack[--waiting];
      size++;
      int column = cell % columns;
      waiting = column > 0 ? push(cell - 1, waiting) : waiting;
      waiting = column < columns - 1 ? push(cell + 1, waiting) : waiting;
      waiting = push(cell - columns, waiting);
      waiting = push(cell + columns, waiting);
    }
    return size;
  }

  private int push(int cell, int waiting) {
    if (cell < 0 || cell >= persists.length || !persists[cell]) {
      return waiting;
    }
    persists[cell] = false;
    stack[waiting] = cell;
    return waiting + 1;
  }

  private static boolean isMasked(LuminanceGrid grid, int cell, List<Mask> masks) {
    int column = cell % grid.columns();
    int row = cell / grid.columns();
    for (Mask mask : masks) {
      boolean all = true;
      for (int corner = 0; corner < 4; corner++) {
        float x = (column + (corner & 1)) / (float) grid.columns();
        float y = (row + (corner >> 1)) / (float) grid.rows();
        all &= mask.area().contains(new Point(x, y));
      }
      if (all) {
        return true;
      }
    }
    return false;
  }
}
