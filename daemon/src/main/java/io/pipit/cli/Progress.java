package io.pipit.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How far a command is and how long it still takes: one line at the end of standard error, written
 * again and again, and only while somebody looks at it.
 */
final class Progress implements AutoCloseable {
  /** To the beginning of the line, and nothing on it. */
  private static final String ERASE = "\r\033[K";

  /** A line of the log that comes in between is written over it, not behind it. */
  private static final String BACK = "\r";

  private static final long PERIOD_NANOS = 250_000_000;

  /** A rate that was measured for less says little of the time left. */
  private static final long RATE_NANOS = 1_000_000_000;

  private final PrintWriter err;
  private final boolean watched;
  private final LongSupplier nanoClock;
  private final long begun;
  private long due;
  private boolean shown;

  /**
   * Shows nothing yet.
   *
   * @param watched whether {@code err} is a terminal; else nothing is ever shown
   */
  Progress(PrintWriter err, boolean watched, LongSupplier nanoClock) {
    this.err = err;
    this.watched = watched;
    this.nanoClock = nanoClock;
    begun = nanoClock.getAsLong();
    due = begun;
  }

  /** On the process's standard error. */
  static Progress on(PrintWriter err) {
    return new Progress(err, Terminal.ERROR.isWatched(), System::nanoTime);
  }

  /** So many of so many are done. */
  void show(long done, long total, String unit) {
    show((double) done / total, () -> done + " of " + total + " " + unit);
  }

  /**
   * Shows how far it is, four times a second at the outside.
   *
   * @param fraction that is done, 0 to 1; NaN: unknown
   * @param what is done, in words
   */
  void show(double fraction, Supplier<String> what) {
    if (!watched) {
      return;
    }
    long now = nanoClock.getAsLong();
    if (now - due < 0) {
      return;
    }
    due = now + PERIOD_NANOS;
    shown = true;
    err.print(ERASE + what.get() + left(fraction, now - begun) + BACK);
    err.flush();
  }

  /** Makes room for another line; the next call shows it again. */
  void clear() {
    if (shown) {
      shown = false;
      due = nanoClock.getAsLong();
      err.print(ERASE);
      err.flush();
    }
  }

  @Override
  public void close() {
    clear();
  }

  private static String left(double fraction, long nanos) {
    if (!(fraction > 0) || fraction > 1) {
      return "";
    }
    String percent = String.format(Locale.ROOT, ", %.0f %%", Math.floor(100 * fraction));
    if (nanos < RATE_NANOS) {
      return percent;
    }
    long seconds = Math.round(1e-9 * nanos * (1 - fraction) / fraction);
    return percent
        + (seconds < 3600
            ? String.format(Locale.ROOT, ", %d:%02d left", seconds / 60, seconds % 60)
            : String.format(
                Locale.ROOT,
                ", %d:%02d:%02d left",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60));
  }
}
