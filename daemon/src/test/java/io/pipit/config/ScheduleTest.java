package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
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
    Schedule schedule = Schedule.parse(text);
    assertNotNull(schedule);
    assertEquals(now, schedule.contains(time));
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
        "24:00-06:00"
      })
  void whatIsNoScheduleIsNull(String text) {
    assertNull(Schedule.parse(text));
  }

  @Test
  void withoutSpansItIsAlways() {
    assertEquals(true, Schedule.ALWAYS.contains(LocalDateTime.MIN));
  }
}
