package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KalmanAxisTest {
  @Test
  void manyShortStepsAreOneLongOne() {
    KalmanAxis one = new KalmanAxis(10, 2, 30);
    KalmanAxis other = new KalmanAxis(10, 2, 30);
    one.predict(1, 5);
    for (int i = 0; i < 100; i++) {
      other.predict(0.01, 5);
    }
    one.update(40, 2);
    other.update(40, 2);
    one.predict(2, 5);
    other.predict(2, 5);
    assertEquals(one.position(), other.position(), 1e-9);
    assertEquals(one.stdDev(), other.stdDev(), 1e-9);
  }

  @Test
  void learnsASpeedAndGoesOnWithIt() {
    KalmanAxis axis = new KalmanAxis(0, 1, 50);
    for (int i = 1; i <= 20; i++) {
      axis.predict(0.1, 1);
      axis.update(3 * i, 1);
    }
    axis.predict(1, 1);
    assertEquals(90, axis.position(), 1);
  }

  @Test
  void stdDevGrowsUnseenAndShrinksWhenSeen() {
    KalmanAxis axis = new KalmanAxis(0, 1, 10);
    axis.predict(0, 1);
    assertEquals(1, axis.stdDev(), 1e-9);
    axis.predict(1, 1);
    double before = axis.stdDev();
    assertTrue(before > 10);
    axis.update(3, 1);
    assertTrue(axis.stdDev() < 1);
  }

  @Test
  void whatStandsStays() {
    KalmanAxis axis = new KalmanAxis(0, 1, 50);
    axis.predict(0.1, 1);
    axis.update(5, 1);
    axis.stop(10);
    double at = axis.position();
    axis.predict(10, 1);
    assertEquals(at, axis.position());
  }
}
