package io.pipit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.config.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SunTest {
  /** Times by another implementation (the Python library astral 3.2), which follows NOAA's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
           52.52 |   13.405 | Europe/Berlin             | 2026-06-21 | 2026-06-21T04:43:28 | 2026-06-21T21:32:54
           51.50 |   -0.12  | Europe/London             | 2026-12-21 | 2026-12-21T08:04:02 | 2026-12-21T15:53:04
          -33.87 |  151.21  | Australia/Sydney          | 2026-01-01 | 2026-01-01T05:47:44 | 2026-01-01T20:09:09
           -0.18 |  -78.47  | America/Guayaquil         | 2026-03-20 | 2026-03-20T06:18:09 | 2026-03-20T18:24:19
           40.71 |  -74.00  | America/New_York          | 2026-11-03 | 2026-11-03T06:28:56 | 2026-11-03T16:49:33
           39.47 |   75.99  | Asia/Shanghai             | 2026-09-10 | 2026-09-10T08:32:33 | 2026-09-10T21:13:00
            1.87 | -157.40  | Pacific/Kiritimati        | 2026-05-05 | 2026-05-05T06:20:55 | 2026-05-05T18:31:48
           69.65 |   18.96  | Europe/Oslo               | 2026-03-01 | 2026-03-01T07:10:43 | 2026-03-01T16:43:58
          -54.80 |  -68.30  | America/Argentina/Ushuaia | 2026-12-21 | 2026-12-21T04:51:51 | 2026-12-21T22:10:53
          """)
  void itRisesAndSetsWithinAMinuteOfTheAlmanac(
      double latitude,
      double longitude,
      ZoneId zone,
      LocalDate day,
      LocalDateTime rise,
      LocalDateTime set) {
    Sun sun = new Sun(new Location(latitude, longitude));
    assertClose(rise.atZone(zone).toInstant(), sun.rise(day, zone), 60);
    assertClose(set.atZone(zone).toInstant(), sun.set(day, zone), 60);
  }

  @ParameterizedTest
  @CsvSource({"90, 0", "-90, 0", "0, 180", "0, -180", "66.56, 25"})
  void extremePlacesHaveTimesOfThatDay(double latitude, double longitude) {
    ZoneId zone = ZoneId.of("UTC");
    Sun sun = new Sun(new Location(latitude, longitude));
    for (int day = 1; day <= 365; day++) {
      LocalDate date = LocalDate.ofYearDay(2026, day);
      Instant noon = date.atTime(12, 0).atZone(zone).toInstant();
      assertClose(noon, sun.rise(date, zone), 24.1 * 3600);
      assertClose(noon, sun.set(date, zone), 24.1 * 3600);
    }
  }

  private static void assertClose(Instant expected, Instant actual, double seconds) {
    double off = Duration.between(expected, actual).toSeconds();
    assertEquals(0, off, seconds, expected + " and " + actual);
  }
}
