package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          08:30-17:00                   | MIDNIGHT 510  | MIDNIGHT 1020
          Mon                           | MIDNIGHT 0    | MIDNIGHT 1440
          Sun                           | MIDNIGHT 0    | MIDNIGHT 1440
          Sun sunset-sunrise            | SUNSET 0      | SUNRISE 0
          sunset-06:00                  | SUNSET 0      | MIDNIGHT 360
          sunset-6:00                   | SUNSET 0      | MIDNIGHT 360
          sunset-30m-sunrise+15m        | SUNSET -30    | SUNRISE 15
          Sat-Sun sunset+1h - sunrise-2h | SUNSET 60    | SUNRISE -120
          22:00-sunrise                 | MIDNIGHT 1320 | SUNRISE 0
          sunset-12h - sunset+720m      | SUNSET -720   | SUNSET 720
          """)
  void edgesAreTimesOfTheClockOrTheSun(String text, String from, String to) {
    Schedule schedule = Schedule.parse(text);
    assertNotNull(schedule);
    Schedule.Span span = schedule.spans().get(0);
    assertEquals(from, span.from().anchor() + " " + span.from().minutes());
    assertEquals(to, span.to().anchor() + " " + span.to().minutes());
    assertEquals(text.contains("sun"), schedule.usesSun());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "never",
        "Mon,",
        "25:00-26:00",
        "08:00",
        "08:00-08:00",
        "Mon..Fri",
        "Mon 8-17",
        "24:00-06:00",
        "sunset",
        "sunset-30m",
        "sunset-sunset",
        "sunset+13h-sunrise",
        "sunset-721m - sunrise",
        "sunset+30-sunrise",
        "sunset+1s-sunrise",
        "noon-sunset",
        "Mon, sunset-sunrise"
      })
  void whatIsNoScheduleIsNull(String text) {
    assertNull(Schedule.parse(text));
  }
}
