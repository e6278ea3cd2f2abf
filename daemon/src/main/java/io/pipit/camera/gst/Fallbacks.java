package io.pipit.camera.gst;

import io.pipit.camera.gst.CameraProgram.Mode;
import io.pipit.event.Decoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a camera's child is asked to do without after failures: the board's hardware decoder, and
 * the frames' own times. Used by the camera's thread; {@link #decoder} by any.
 */
final class Fallbacks {
  /** A hardware decoder that has failed is tried again after this time, then twice that and so. */
  static final Duration FIRST_PAUSE = Duration.ofHours(1);

  static final Duration MAX_PAUSE = Duration.ofHours(24);

  /** Frames that were late twice within this time have wrong times rather than a slow way. */
  static final Duration LATE_AGAIN = Duration.ofMinutes(10);

  private static final String SOFTWARE = "software";
  private static final String STREAM = "gst-stream-error-quark";

  private final String configured;
  private final LongSupplier clock;
  private Duration pause = FIRST_PAUSE;
  private boolean avoiding;
  private long avoidedUntil;
  private boolean wasLate;
  private long lateAt;
  private boolean arrival;
  private volatile Decoder decoder = Decoder.NONE;

  /**
   * Nothing has failed yet.
   *
   * @param configured auto, hardware or software; only auto falls back
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  Fallbacks(String configured, LongSupplier clock) {
    this.configured = configured;
    this.clock = clock;
  }

  /** For the child that is started now. */
  Mode mode() {
    if (avoiding && clock.getAsLong() - avoidedUntil >= 0) {
      avoiding = false;
    }
    return new Mode(avoiding ? SOFTWARE : configured, arrival);
  }

  /**
   * The child tries a decoder; the last one before the first frame is in use.
   *
   * @param record its name, and hardware or software
   */
  void tries(List<String> record) {
    boolean hardware = record.size() > 1 && record.get(1).equals("hardware");
    decoder = new Decoder(record.get(0), hardware, decoder.fallbacks());
  }

  /** What decodes, as far as is known. */
  Decoder decoder() {
    return decoder;
  }

  /**
   * The child has failed.
   *
   * @return what is done without the next time, for the log
   */
  Optional<String> failed(StreamError error) {
    if (error.isLate()) {
      return late();
    }
    boolean decoding =
        error.isAbout("decoder-hangs")
            || error.isAbout(STREAM)
            || error.element().equals(decoder.name())
            || error.element().equals("v4l2convert");
    return decoding ? hardwareFailed() : Optional.empty();
  }

  /**
   * The child has crashed, or hangs itself.
   *
   * @return what is done without the next time, for the log
   */
  Optional<String> hardwareFailed() {
    Decoder failed = decoder;
    if (!failed.hardware() || !configured.equals("auto")) {
      return Optional.empty();
    }
    avoiding = true;
    avoidedUntil = clock.getAsLong() + pause.toNanos();
    String text =
        "the hardware decoder %s has failed; decoded in software, for %d h at least"
            .formatted(failed.name(), pause.toHours());
    pause = pause.multipliedBy(2);
    pause = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    decoder = new Decoder("", false, failed.fallbacks() + 1);
    return Optional.of(text);
  }

  private Optional<String> late() {
    long now = clock.getAsLong();
    boolean again = wasLate && now - lateAt < LATE_AGAIN.toNanos();
    wasLate = true;
    lateAt = now;
    if (!again || arrival) {
      return Optional.empty();
    }
    arrival = true;
    return Optional.of(
        "its frames were late twice: their own times are not trusted any more, arrival counts");
  }
}
