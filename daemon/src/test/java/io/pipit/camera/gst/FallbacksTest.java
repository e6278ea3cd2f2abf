package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.gst.CameraProgram.Mode;
import io.pipit.event.Decoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbacksTest {
  private final AtomicLong clock = new AtomicLong();
  private final Fallbacks fallbacks = new Fallbacks("auto", clock::get);

  private static StreamError error(String domain, String element) {
    return new StreamError(domain, 0, element, "", "");
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @ParameterizedTest
  @CsvSource({
    "decoder-hangs, v4l2h264dec, true",
    "gst-stream-error-quark, rtspsrc, true",
    "gst-resource-error-quark, v4l2h264dec, true",
    "gst-resource-error-quark, v4l2convert, true",
    "gst-resource-error-quark, rtspsrc, false",
    "late, '', false",
  })
  void softwareTakesOverWhenDecodingHasFailedNotWhenTheNetworkHas(
      String domain, String element, boolean falls) {
    fallbacks.tries(List.of("v4l2h264dec", "hardware"));
    assertEquals(falls, fallbacks.failed(error(domain, element)).isPresent());
    assertEquals(new Mode(falls ? "software" : "auto", false), fallbacks.mode());
    assertEquals(falls ? 1 : 0, fallbacks.decoder().fallbacks());
  }

  @Test
  void softwareThatFailsHasNoFallback() {
    fallbacks.tries(List.of("avdec_h264", "software"));
    assertFalse(fallbacks.failed(error("gst-stream-error-quark", "avdec_h264")).isPresent());
    assertFalse(fallbacks.hardwareFailed().isPresent());
    assertEquals(new Decoder("avdec_h264", false, 0), fallbacks.decoder());
  }

  @Test
  void hardwareThatIsInsistedOnHasNoFallback() {
    Fallbacks insisting = new Fallbacks("hardware", clock::get);
    insisting.tries(List.of("v4l2h264dec", "hardware"));
    assertFalse(insisting.hardwareFailed().isPresent());
    assertEquals("hardware", insisting.mode().decoder());
  }

  @Test
  void hardwareIsTriedAgainAfterAnHourThenTwoUpToADay() {
    for (int hours : new int[] {1, 2, 4, 8, 16, 24, 24}) {
      fallbacks.tries(List.of("v4l2h264dec", "hardware"));
      assertEquals(
          "the hardware decoder v4l2h264dec has failed; decoded in software, for %d h at least"
              .formatted(hours),
          fallbacks.hardwareFailed().orElseThrow());
      pass(Duration.ofHours(hours).minusNanos(1));
      assertEquals("software", fallbacks.mode().decoder());
      pass(Duration.ofNanos(1));
      assertEquals("auto", fallbacks.mode().decoder());
    }
    assertEquals(7, fallbacks.decoder().fallbacks());
  }

  @Test
  void timesAreNotTrustedAnyMoreWhenFramesAreLateTwiceInAShortTime() {
    assertFalse(fallbacks.failed(error("late", "")).isPresent());
    pass(Fallbacks.LATE_AGAIN);
    assertFalse(fallbacks.failed(error("late", "")).isPresent());
    assertFalse(fallbacks.mode().arrival());
    pass(Fallbacks.LATE_AGAIN.minusNanos(1));
    assertTrue(fallbacks.failed(error("late", "")).isPresent());
    assertTrue(fallbacks.mode().arrival());
    assertFalse(fallbacks.failed(error("late", "")).isPresent(), "said once");
  }
}
