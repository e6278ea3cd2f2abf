package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private final Assignment assignment = new Assignment();

  @Test
  void isAsGoodAsTheBestOfAllWays() {
    Random chance = new Random(7);
    for (int round = 0; round < 3000; round++) {
      float[][] gains = gains(chance, chance.nextInt(7), chance.nextInt(7));
      assertEquals(best(gains, 0, 0), solve(gains), 1e-4, "round " + round);
    }
  }

  @Test
  void nothingWithoutGainIsPaired() {
    float[][] gains = {{0, 0.5f}, {-1, 0.4f}};
    assertEquals(0.5f, solve(gains), 1e-6);
    assertEquals(-1, assignment.columnOf(1));
    assertEquals(-1, assignment.rowOf(0));
  }

  @Test
  void twoGoodPairsBeatOneVeryGood() {
    solve(new float[][] {{0.9f, 0.8f}, {0.8f, 0}});
    assertEquals(1, assignment.columnOf(0));
    assertEquals(0, assignment.columnOf(1));
  }

  @Test
  void aGreaterProblemAfterASmallerAndASmallerAfterThat() {
    Random chance = new Random(8);
    assertEquals(3, solve(diagonal(3)), 1e-5);
    assertEquals(120, solve(diagonal(120)), 1e-3);
    assertTrue(solve(gains(chance, 100, 60)) > 0);
    assertEquals(2, solve(diagonal(2)), 1e-5);
    assertEquals(0, solve(new float[0][0]), 1e-5);
  }

  private float solve(float[][] gains) {
    int columns = gains.length == 0 ? 0 : gains[0].length;
    assignment.begin(gains.length, columns);
    for (int r = 0; r < gains.length; r++) {
      for (int c = 0; c < columns; c++) {
        assignment.gain(r, c, gains[r][c]);
      }
    }
    assignment.solve();
    float sum = 0;
    for (int r = 0; r < gains.length; r++) {
      int c = assignment.columnOf(r);
      if (c >= 0) {
        assertEquals(r, assignment.rowOf(c));
        assertTrue(gains[r][c] > 0);
        sum += gains[r][c];
      }
    }
    return sum;
  }

  private static float best(float[][] gains, int row, int taken) {
    if (row == gains.length) {
      return 0;
    }
    float best = best(gains, row + 1, taken);
    for (int c = 0; c < gains[row].length; c++) {
      if ((taken & 1 << c) == 0 && gains[row][c] > 0) {
        best = Math.max(best, gains[row][c] + best(gains, row + 1, taken | 1 << c));
      }
    }
    return best;
  }

  private static float[][] gains(Random chance, int rows, int columns) {
    float[][] gains = new float[rows][columns];
    for (float[] row : gains) {
      for (int c = 0; c < columns; c++) {
        row[c] = chance.nextInt(3) == 0 ? 0 : chance.nextFloat();
      }
    }
    return gains;
  }

  private static float[][] diagonal(int side) {
    float[][] gains = new float[side][side];
    for (int i = 0; i < side; i++) {
      for (int k = 0; k < side; k++) {
        gains[i][k] = i == k ? 1 : 0.5f;
      }
    }
    return gains;
  }
}
