package io.pipit.config;

import java.time.Duration;

/**
 * Which of a camera's frames the model examines.
 *
 * @param gated whether those in which nothing has changed are left out
 * @param threshold a difference of brightness below this is no change, 1 to 255
 * @param lookEvery one frame is examined after so long at most, whatever is in it
 */
public record MotionSettings(boolean gated, int threshold, Duration lookEvery) {
  /** All frames are examined. */
  public static final MotionSettings UNGATED = new MotionSettings(false, 1, Duration.ZERO);
}
