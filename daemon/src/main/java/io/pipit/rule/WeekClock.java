package io.pipit.rule;

import io.pipit.config.Schedule;
import io.pipit.scene.FrameTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** The local time of frames, worked out once a minute. */
final class WeekClock {
  private static final long MINUTE_MILLIS = 60_000;

  private final ZoneId zone;
  private long minute = Long.MIN_VALUE;
  private LocalDateTime local = LocalDateTime.MIN;

  WeekClock(ZoneId zone) {
    this.zone = zone;
  }

  boolean isWithin(Schedule schedule, FrameTime time) {
    if (schedule.spans().isEmpty()) {
      return true;
    }
    long now = Math.floorDiv(time.wallMillis(), MINUTE_MILLIS);
    if (now != minute) {
      minute = now;
      local = LocalDateTime.ofInstant(Instant.ofEpochMilli(time.wallMillis()), zone);
    }
    return schedule.contains(local);
  }
}
