package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String ERASE = "\r\033[K";

  private final StringWriter written = new StringWriter();
  private long nanos;

  @Test
  void nothingIsShownWhereNobodyLooks() {
    Progress progress = progress(false);
    progress.show(1, 2, "images");
    progress.close();
    assertEquals("", written());
  }

  @Test
  void itSaysHowFarItIsAndHowLongItStillTakes() {
    Progress progress = progress(true);
    progress.show(1, 600, "images");
    assertEquals(shown("1 of 600 images, 0 %"), written());
    nanos += 10_000_000_000L;
    progress.show(120, 600, "images");
    assertEquals(shown("120 of 600 images, 20 %, 0:40 left"), written());
    nanos += 90_000_000_000L;
    progress.show(121, 6000, "images");
    assertEquals(shown("121 of 6000 images, 2 %, 1:20:59 left"), written());
  }

  @Test
  void itIsWrittenAFewTimesASecond() {
    Progress progress = progress(true);
    for (int i = 0; i < 100; i++) {
      progress.show(i, 100, "images");
      nanos += 10_000_000;
    }
    assertEquals(4, written().split(Pattern.quote(ERASE), -1).length - 1);
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    Progress progress = progress(true);
    nanos += 5_000_000_000L;
    progress.show(Double.NaN, () -> "50 frames, 5.0 s");
    assertEquals(shown("50 frames, 5.0 s"), written());
  }

  @Test
  void itMakesRoomForALineAndComesBack() {
    Progress progress = progress(true);
    progress.show(1, 100, "images");
    written();
    progress.clear();
    progress.clear();
    assertEquals(ERASE, written());
    progress.show(2, 100, "images");
    assertEquals(shown("2 of 100 images, 2 %"), written());
  }

  private static String shown(String text) {
    return ERASE + text + "\r";
  }

  private Progress progress(boolean watched) {
    return new Progress(new PrintWriter(written, true), watched, () -> nanos);
  }

  /** Since the last call. */
  private String written() {
    String text = written.toString();
    written.getBuffer().setLength(0);
    return text;
  }
}
