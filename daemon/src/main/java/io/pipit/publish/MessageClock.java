package io.pipit.publish;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;

/**
 * Stamps messages: wall time for people, and milliseconds since the program's start. Used by the
 * net thread only.
 */
public final class MessageClock {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final LongSupplier monoNanos;
  private final LongSupplier wallMillis;
  private final long startNanos;
  private boolean synced;

  /**
   * When a message came to be.
   *
   * @param wallMillis milliseconds since 1970
   * @param monoNanos {@link System#nanoTime} at that moment
   * @param startNanos the same at the clock's start
   * @param synced whether the wall clock was known to be right
   */
  public record Stamp(long wallMillis, long monoNanos, long startNanos, boolean synced) {
    /** Milliseconds since the start, by the monotonic clock. */
    public long monoMillis() {
      return (monoNanos - startNanos) / 1_000_000;
    }
  }

  /** A clock that starts now. */
  public MessageClock() {
    this(System::nanoTime, System::currentTimeMillis);
  }

  public MessageClock(LongSupplier monoNanos, LongSupplier wallMillis) {
    this.monoNanos = monoNanos;
    this.wallMillis = wallMillis;
    startNanos = monoNanos.getAsLong();
  }

  /** Whether the wall clock is known to be right, for all stamps from now on. */
  void synced(boolean known) {
    synced = known;
  }

  /** This moment. */
  public Stamp stamp() {
    return new Stamp(wallMillis.getAsLong(), monoNanos.getAsLong(), startNanos, synced);
  }

  /** Milliseconds since 1970 as RFC 3339 in UTC. */
  public static String format(long millis) {
    return RFC_3339.format(Instant.ofEpochMilli(millis));
  }
}
