package io.pipit.publish;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;

/** Stamps messages: wall time for people, and milliseconds since the program's start. */
public final class MessageClock {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final LongSupplier monoNanos;
  private final LongSupplier wallMillis;
  private final long origin;

  /** A clock that starts now. */
  public MessageClock() {
    this(System::nanoTime, System::currentTimeMillis);
  }

  public MessageClock(LongSupplier monoNanos, LongSupplier wallMillis) {
    this.monoNanos = monoNanos;
    this.wallMillis = wallMillis;
    origin = monoNanos.getAsLong();
  }

  /** The monotonic clock, to be compared with {@link System#nanoTime}. */
  public long nanos() {
    return monoNanos.getAsLong();
  }

  /** Milliseconds since the start, by the monotonic clock. */
  public long monoMillis() {
    return (nanos() - origin) / 1_000_000;
  }

  /** The wall clock now, RFC 3339 in UTC with milliseconds. */
  public String time() {
    return format(wallMillis.getAsLong());
  }

  /** Milliseconds since 1970 as RFC 3339 in UTC. */
  static String format(long millis) {
    return RFC_3339.format(Instant.ofEpochMilli(millis));
  }
}
