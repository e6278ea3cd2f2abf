package io.pipit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.Location;
import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.When;
import io.pipit.config.Schedule;
import io.pipit.publish.Samples;
import io.pipit.scene.FrameTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleClockTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<RuleSettings> RULES = List.of(ruleAt("12:00-13:00"));
  private static final Sun SUN = new Sun(new Location(52.52, 13.405));

  /** 2026-11-23 is a Monday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          always                       | 2026-11-25T03:00 | true
          Mon-Fri 18:00-06:00, Sat-Sun | 2026-11-23T17:59 | false
          Mon-Fri 18:00-06:00, Sat-Sun | 2026-11-23T18:00 | true
          Mon-Fri 18:00-06:00, Sat-Sun | 2026-11-24T05:59 | true
          Mon-Fri 18:00-06:00, Sat-Sun | 2026-11-24T06:00 | false
          Mon-Fri 18:00-06:00          | 2026-11-23T03:00 | false
          Mon-Fri 18:00-06:00          | 2026-11-28T05:00 | true
          Mon-Fri 18:00-06:00, Sat-Sun | 2026-11-29T12:00 | true
          08:30-17:00                  | 2026-11-29T08:30 | true
          08:30-17:00                  | 2026-11-29T17:00 | false
          8:00-24:00                   | 2026-11-29T23:59 | true
          Fri-Mon                      | 2026-11-24T00:00 | false
          fri-mon                      | 2026-11-23T23:59 | true
          Wed                          | 2026-11-25T00:00 | true
          """)
  void saysWhenItIs(String text, LocalDateTime time, boolean now) {
    assertEquals(now, clock(text, ZoneOffset.UTC).isWithin(at(time.toInstant(ZoneOffset.UTC))));
  }

  /** In Berlin the sun rises at 7:53 and sets at 15:58 on that day. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sunset-sunrise         | 2026-11-30T15:50 | false
          sunset-sunrise         | 2026-11-30T16:05 | true
          sunset-sunrise         | 2026-12-01T07:45 | true
          sunset-sunrise         | 2026-12-01T08:05 | false
          sunrise-sunset         | 2026-11-30T12:00 | true
          sunset-1h - 22:00      | 2026-11-30T15:05 | true
          sunset-1h - 22:00      | 2026-11-30T22:00 | false
          06:00-sunrise+30m      | 2026-11-30T08:15 | true
          06:00-sunrise+30m      | 2026-11-30T08:35 | false
          Sun sunset-sunrise     | 2026-11-30T03:00 | true
          Sun sunset-sunrise     | 2026-12-01T03:00 | false
          Mon sunset-sunrise+12h | 2026-11-30T19:40 | true
          Mon sunset-sunrise+12h | 2026-12-01T07:00 | false
          """)
  void theSunMovesIt(String text, LocalDateTime time, boolean now) {
    assertEquals(now, clock(text, BERLIN).isWithin(at(time.atZone(BERLIN).toInstant())));
  }

  /** Clocks go from 2:00 to 3:00 on 2026-03-29, and from 3:00 to 2:00 on 2026-10-25. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          02:15-02:45 | 2026-10-25T00:15:00Z | 2026-10-25T00:45:00Z
          01:30-02:30 | 2026-10-24T23:30:00Z | 2026-10-25T00:30:00Z
          02:30-03:30 | 2026-10-25T00:30:00Z | 2026-10-25T02:30:00Z
          22:00-06:00 | 2026-10-24T20:00:00Z | 2026-10-25T05:00:00Z
          02:15-02:45 | 2026-03-29T01:15:00Z | 2026-03-29T01:45:00Z
          22:00-06:00 | 2026-03-28T21:00:00Z | 2026-03-29T04:00:00Z
          01:30-03:30 | 2026-03-29T00:30:00Z | 2026-03-29T01:30:00Z
          """)
  void whenTheClocksChangeItBeginsAndEndsOnce(String text, Instant from, Instant to) {
    ScheduleClock clock = clock(text, BERLIN);
    for (long minute = -60; minute < Duration.between(from, to).toMinutes() + 120; minute++) {
      Instant now = from.plusSeconds(minute * 60);
      boolean within = !now.isBefore(from) && now.isBefore(to);
      assertEquals(within, clock.isWithin(at(now)), now.toString());
    }
  }

  @Test
  void whereTheClocksLeaveItsTimesOutItHasNoLength() {
    ScheduleClock clock = clock("02:30-03:15", BERLIN);
    for (int minute = 0; minute < 120; minute++) {
      Instant now = Instant.parse("2026-03-29T00:30:00Z").plusSeconds(minute * 60L);
      assertFalse(clock.isWithin(at(now)), now.toString());
    }
  }

  @Test
  void aPolarNightIsNightAndAMidnightSunIsDay() {
    Sun pole = new Sun(new Location(78.2, 15.6));
    ScheduleClock night = clock("sunset-sunrise", pole);
    ScheduleClock day = clock("sunrise-sunset", pole);
    for (int hour = 0; hour < 48; hour++) {
      FrameTime winter = at(Instant.parse("2026-12-20T00:30:00Z").plusSeconds(hour * 3600L));
      assertTrue(night.isWithin(winter));
      assertFalse(day.isWithin(winter));
      FrameTime summer = at(Instant.parse("2026-06-20T00:30:00Z").plusSeconds(hour * 3600L));
      assertFalse(night.isWithin(summer));
      assertTrue(day.isWithin(summer));
    }
  }

  @Test
  void itFollowsTheTimeZone() {
    Queue<ZoneId> zones = new ArrayDeque<>(List.of(ZoneOffset.UTC, ZoneOffset.ofHours(14)));
    WallClock wall = WallClock.ofBoard(() -> Objects.requireNonNull(zones.poll()), false, RULES);
    ScheduleClock clock = new ScheduleClock(schedule("02:00-03:00"), wall, null);
    FrameTime noon = at(Instant.parse("2026-11-30T12:30:00Z"));
    assertFalse(clock.isWithin(noon));
    wall.on(Samples.health(true));
    assertTrue(clock.isWithin(noon));
  }

  @Test
  void itMayWaitForTheClockAndThenTrustsIt() {
    WallClock wall = WallClock.ofBoard(() -> ZoneOffset.UTC, true, RULES);
    ScheduleClock clock = new ScheduleClock(schedule("12:00-13:00"), wall, null);
    ScheduleClock always = new ScheduleClock(Schedule.ALWAYS, wall, null);
    FrameTime noon = at(Instant.parse("2026-11-30T12:30:00Z"));
    wall.on(Samples.health(false));
    assertFalse(clock.isWithin(noon));
    assertTrue(always.isWithin(noon), "what has no schedule does not wait");
    wall.on(Samples.health(true));
    assertTrue(clock.isWithin(noon));
    wall.on(Samples.health(false));
    assertTrue(clock.isWithin(noon), "it was right once");
  }

  @Test
  void orItTrustsTheClockAsItIs() {
    WallClock wall = WallClock.ofBoard(() -> ZoneOffset.UTC, false, RULES);
    wall.on(Samples.health(false));
    assertTrue(
        new ScheduleClock(schedule("12:00-13:00"), wall, null)
            .isWithin(at(Instant.parse("2026-11-30T12:30:00Z"))));
  }

  private static ScheduleClock clock(String text, ZoneId zone) {
    return new ScheduleClock(schedule(text), WallClock.fixed(zone), SUN);
  }

  private static ScheduleClock clock(String text, Sun sun) {
    return new ScheduleClock(schedule(text), WallClock.fixed(ZoneOffset.UTC), sun);
  }

  private static Schedule schedule(String text) {
    return Objects.requireNonNull(Schedule.parse(text));
  }

  private static RuleSettings ruleAt(String hours) {
    When when =
        new When(
            Set.of(),
            Set.of(),
            null,
            null,
            null,
            0,
            Duration.ZERO,
            1,
            Duration.ZERO,
            schedule(hours),
            null,
            null);
    return new RuleSettings("r", when, List.of(), List.of(), Duration.ZERO);
  }

  private static FrameTime at(Instant time) {
    return new FrameTime(0, time.toEpochMilli());
  }
}
