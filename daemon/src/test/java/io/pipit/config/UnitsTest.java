package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void aTimeHasANumberAndAUnit() {
    assertEquals(Duration.ofMillis(500), Units.duration("500ms"));
    assertEquals(Duration.ofMillis(1500), Units.duration("1.5 s"));
    assertEquals(Duration.ofHours(2), Units.duration("2h"));
    for (String wrong : new String[] {"10", "", "s", "-1s", "10 days", "1e3s", "NaNs"}) {
      assertNull(Units.duration(wrong), wrong);
    }
  }

  @Test
  void aTimeIsShownAsItIsWritten() {
    assertEquals("500ms", Units.show(Duration.ofMillis(500)));
    assertEquals("10s", Units.show(Duration.ofSeconds(10)));
    assertEquals("2m", Units.show(Duration.ofMinutes(2)));
    assertEquals("1h", Units.show(Duration.ofHours(1)));
  }

  @Test
  void whatIsNoNumberIsNone() {
    assertEquals(0.45, Units.number("0.45"));
    for (String wrong : new String[] {"NaN", "Infinity", "1f", "", "0x1"}) {
      assertNull(Units.number(wrong), wrong);
    }
  }

  @Test
  void passwordsAreMaskedInEveryUrl() {
    assertEquals(
        "can't open rtsp://***@cam/1 nor http://***@b",
        Secrets.mask("can't open rtsp://me:p@ss/w@cam/1 nor http://x@b"));
    assertEquals("rtsp://cam/1", Secrets.mask("rtsp://cam/1"));
  }
}
