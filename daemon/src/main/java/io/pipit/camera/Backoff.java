package io.pipit.camera;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a camera is opened again: 1 to 2 s after the first failure, each time
 * twice as long, at most 60 s. Where in that span is left to chance, so that cameras that failed
 * together do not all come back together.
 */
final class Backoff {
  private static final double FIRST_SECONDS = 2;
  private static final double MAX_SECONDS = 60;
  private static final int MAX_DOUBLINGS = 10;

  private final DoubleSupplier chance;
  private int failures;

  /**
   * No failure yet.
   *
   * @param chance gives numbers from 0 to less than 1
   */
  Backoff(DoubleSupplier chance) {
    this.chance = chance;
  }

  /** Counts one more failure and says how long to wait. */
  Duration next() {
    return within(FIRST_SECONDS * (1 << Math.min(failures, MAX_DOUBLINGS)));
  }

  /** Counts one more failure, one that lasts, and says how long to wait. */
  Duration max() {
    return within(MAX_SECONDS);
  }

  private Duration within(double seconds) {
    failures++;
    double max = Math.min(seconds, MAX_SECONDS);
    return Duration.ofMillis((long) (1000 * max * (1 + chance.getAsDouble()) / 2));
  }

  /** Failures in a row. */
  int failures() {
    return failures;
  }

  /** The next failure is a first one. */
  void reset() {
    failures = 0;
  }
}
