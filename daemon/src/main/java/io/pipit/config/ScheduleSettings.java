package io.pipit.config;

import org.jspecify.annotations.Nullable;

/**
 * What rules' schedules go by beside the clock.
 *
 * @param location for the hours of the sun; null: unknown
 * @param waitForClock whether rules with a schedule wait until the clock is synchronized
 */
public record ScheduleSettings(@Nullable Location location, boolean waitForClock) {
  /** The clock alone, whatever it says. */
  public static final ScheduleSettings CLOCK = new ScheduleSettings(null, false);
}
