package io.pipit.metrics;

import io.pipit.scene.Latency;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Takes the time of each stage of one frame. Owned by the pipeline thread; allocates nothing per
 * frame but the {@link Latency} it is asked for.
 */
@SuppressWarnings("EnumOrdinal") // an EnumMap would box every time it is given
public final class StageClock {
  /** The stages in the order a frame meets them. */
  public enum Stage {
    CAPTURE,
    GATE,
    PREPROCESS,
    INFER,
    DECODE,
    NMS,
    TRACK,
    PUBLISH
  }

  private static final int STAGES = Stage.values().length;

  private final LongSupplier cpuClock;
  private final long[] nanos = new long[STAGES];
  private final long[] cpuNanos = new long[STAGES];
  private long mark;
  private long cpuMark;

  /** A clock that takes no processor times. */
  public StageClock() {
    this(() -> 0);
  }

  /**
   * A clock that also takes processor times, as a benchmark wants them.
   *
   * @param cpuClock processor time in nanoseconds
   */
  public StageClock(LongSupplier cpuClock) {
    this.cpuClock = cpuClock;
  }

  /** Begins a frame that took {@code captureNanos} to read. */
  public void begin(long captureNanos) {
    Arrays.fill(nanos, 0);
    Arrays.fill(cpuNanos, 0);
    nanos[Stage.CAPTURE.ordinal()] = captureNanos;
    mark = System.nanoTime();
    cpuMark = cpuClock.getAsLong();
  }

  /** The time since the last call belongs to {@code stage}. */
  public void lap(Stage stage) {
    long now = System.nanoTime();
    long cpuNow = cpuClock.getAsLong();
    nanos[stage.ordinal()] = now - mark;
    cpuNanos[stage.ordinal()] = cpuNow - cpuMark;
    mark = now;
    cpuMark = cpuNow;
  }

  /** As {@link #lap}; returns the times of this frame so far. */
  public Latency lapped(Stage stage) {
    lap(stage);
    return latency();
  }

  /** Nanoseconds that the stage took for this frame; 0 where it was left out. */
  public long nanos(Stage stage) {
    return nanos[stage.ordinal()];
  }

  /** Processor nanoseconds of the stage for this frame, all threads together. */
  public long cpuNanos(Stage stage) {
    return cpuNanos[stage.ordinal()];
  }

  /** The times of this frame, up to tracking. */
  private Latency latency() {
    return new Latency(
        nanos(Stage.CAPTURE),
        nanos(Stage.GATE),
        nanos(Stage.PREPROCESS),
        nanos(Stage.INFER),
        nanos(Stage.DECODE),
        nanos(Stage.NMS),
        nanos(Stage.TRACK));
  }
}
