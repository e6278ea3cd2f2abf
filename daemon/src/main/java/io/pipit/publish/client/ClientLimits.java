package io.pipit.publish.client;

import java.util.function.LongSupplier;

/**
 * How much one client may send, which is more than any person or sensible program does. Net thread
 * only.
 */
public final class ClientLimits {
  static final int COMMANDS_PER_SECOND = 100;
  static final int ERRORS_PER_TEN_SECONDS = 20;
  static final int BYTES_PER_SECOND = 1024 * 1024;

  private final Window commands;
  private final Window errors;
  private final Window bytes;

  public ClientLimits(LongSupplier nanoClock) {
    commands = new Window(nanoClock, 1_000_000_000L, COMMANDS_PER_SECOND);
    errors = new Window(nanoClock, 10_000_000_000L, ERRORS_PER_TEN_SECONDS);
    bytes = new Window(nanoClock, 1_000_000_000L, BYTES_PER_SECOND);
  }

  /** Counts a line; false: too many. */
  boolean command() {
    return commands.add(1);
  }

  /** Counts an error; false: too many. */
  boolean error() {
    return errors.add(1);
  }

  /** Counts what came over the wire; false: too much. */
  public boolean bytes(int count) {
    return bytes.add(count);
  }

  /** A sum that restarts with each window of time. */
  private static final class Window {
    private final LongSupplier nanoClock;
    private final long nanos;
    private final long max;
    private long start;
    private long sum;

    Window(LongSupplier nanoClock, long nanos, long max) {
      this.nanoClock = nanoClock;
      this.nanos = nanos;
      this.max = max;
      start = nanoClock.getAsLong();
    }

    boolean add(int count) {
      long now = nanoClock.getAsLong();
      if (now - start >= nanos) {
        start = now;
        sum = 0;
      }
      sum += count;
      return sum <= max;
    }
  }
}
