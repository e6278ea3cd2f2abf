package io.pipit.config;

import java.time.Duration;

/**
 * How boxes become tracks.
 *
 * @param lowScore boxes with a lower score are ignored; those from it to the label's min-score
 *     continue tracks but begin none, 0 to 1
 * @param minInitialized frames in which an object must be seen before it counts
 * @param minAge how long it must be seen before it counts
 * @param maxDisappeared how long a moving object is still waited for
 * @param stationary about objects that stand still
 */
public record TrackerSettings(
    float lowScore,
    int minInitialized,
    Duration minAge,
    Duration maxDisappeared,
    Stationary stationary) {

  /**
   * About objects that stand still.
   *
   * @param threshold how long an object must stand to be stationary
   * @param maxDisappeared how long a stationary object is waited for at most
   */
  public record Stationary(Duration threshold, Duration maxDisappeared) {}
}
