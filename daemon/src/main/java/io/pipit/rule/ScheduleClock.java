package io.pipit.rule;

import io.pipit.config.Schedule;
import io.pipit.scene.FrameTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Whether a schedule holds at the time of a frame, worked out once a minute.
 *
 * <p>A span is the time between two instants, so that an hour that the clocks repeat in autumn
 * counts once: {@code 02:15-02:45} is then the first one. A time that they leave out in spring
 * counts an hour later.
 */
final class ScheduleClock {
  private static final long MINUTE_MILLIS = 60_000;

  private final Schedule schedule;
  private final WallClock clock;
  private final @Nullable Sun sun;
  private long minute = Long.MIN_VALUE;
  private @Nullable ZoneId zone;
  private boolean within;

  /**
   * A clock for one schedule.
   *
   * @param sun where the board stands; null only for schedules that do without
   */
  ScheduleClock(Schedule schedule, WallClock clock, @Nullable Sun sun) {
    this.schedule = schedule;
    this.clock = clock;
    this.sun = sun;
  }

  boolean isWithin(FrameTime time) {
    if (schedule.spans().isEmpty()) {
      return true;
    }
    long now = Math.floorDiv(time.wallMillis(), MINUTE_MILLIS);
    ZoneId here = clock.zone();
    if (now != minute || !here.equals(zone)) {
      minute = now;
      zone = here;
      within = isWithin(Instant.ofEpochMilli(now * MINUTE_MILLIS), here);
    }
    return within && clock.isTrusted();
  }

  private boolean isWithin(Instant now, ZoneId here) {
    LocalDate today = now.atZone(here).toLocalDate();
    for (Schedule.Span span : schedule.spans()) {
      // Twelve hours before sunrise may be the day before, and a span ends on its next day at the
      // latest.
      for (int offset = -2; offset <= 1; offset++) {
        LocalDate day = today.plusDays(offset);
        if (span.days().contains(day.getDayOfWeek()) && contains(span, day, here, now)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean contains(Schedule.Span span, LocalDate day, ZoneId here, Instant now) {
    Instant from = instant(span.from(), day, here);
    Instant to = instant(span.to(), day, here);
    if (endsNextDay(span, from, to)) {
      to = instant(span.to(), day.plusDays(1), here);
    }
    return !now.isBefore(from) && now.isBefore(to);
  }

  /**
   * Hours of the clock are compared as such: in spring 02:30 may come after 03:15. Where the sun
   * does not rise, its rise and set are one: a day without length, and a night of 24 hours.
   */
  private static boolean endsNextDay(Schedule.Span span, Instant from, Instant to) {
    Schedule.Edge first = span.from();
    Schedule.Edge last = span.to();
    if (first.anchor() == last.anchor()) {
      return last.minutes() <= first.minutes();
    }
    return to.isBefore(from) || (to.equals(from) && first.anchor() != Schedule.Anchor.SUNRISE);
  }

  private Instant instant(Schedule.Edge edge, LocalDate day, ZoneId here) {
    if (edge.anchor() == Schedule.Anchor.MIDNIGHT) {
      return day.atStartOfDay().plusMinutes(edge.minutes()).atZone(here).toInstant();
    }
    if (sun == null) {
      throw new IllegalStateException("no location is known");
    }
    Instant event =
        edge.anchor() == Schedule.Anchor.SUNRISE ? sun.rise(day, here) : sun.set(day, here);
    return event.plusSeconds(edge.minutes() * 60L);
  }
}
