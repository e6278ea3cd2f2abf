package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void manyShortStepsAreOneLongOne() {
    Axis one = new Axis(10, 2, 30);
    Axis other = new Axis(10, 2, 30);
    one.predict(1, 5);
    for (int i = 0; i < 100; i++) {
      other.predict(0.01, 5);
    }
    one.update(40, 2);
    other.update(40, 2);
    one.predict(2, 5);
    other.predict(2, 5);
    assertEquals(one.position(), other.position(), 1e-9);
    assertEquals(one.doubt(), other.doubt(), 1e-9);
  }

  @Test
  void learnsASpeedAndGoesOnWithIt() {
    Axis axis = new Axis(0, 1, 50);
    for (int i = 1; i <= 20; i++) {
      axis.predict(0.1, 1);
      axis.update(3 * i, 1);
    }
    axis.predict(1, 1);
    assertEquals(90, axis.position(), 1);
  }

  @Test
  void doubtGrowsUnseenAndShrinksWhenSeen() {
    Axis axis = new Axis(0, 1, 10);
    axis.predict(0, 1);
    assertEquals(1, axis.doubt(), 1e-9);
    axis.predict(1, 1);
    double before = axis.doubt();
    assertTrue(before > 10);
    axis.update(3, 1);
    assertTrue(axis.doubt() < 1);
  }

  @Test
  void whatStandsStays() {
    Axis axis = new Axis(0, 1, 50);
    axis.predict(0.1, 1);
    axis.update(5, 1);
    axis.stop(10);
    double at = axis.position();
    axis.predict(10, 1);
    assertEquals(at, axis.position());
  }
}
