package io.pipit.supervise;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one stage of the frame path owes: a sign of life before a deadline. Given by the stage's own
 * thread, looked at by another; allocates nothing.
 */
public final class Heartbeat {
  private static final long NOTHING_DUE = Long.MAX_VALUE;

  private final String stage;
  private final long budgetNanos;
  private final long start = System.nanoTime();

  /** Nanoseconds after {@link #start}. */
  private final AtomicLong deadline = new AtomicLong(NOTHING_DUE);

  Heartbeat(String stage, long budgetNanos) {
    this.stage = stage;
    this.budgetNanos = budgetNanos;
  }

  /** One that is not monitored. */
  public static Heartbeat unwatched() {
    return new Heartbeat("unwatched", 0);
  }

  String stage() {
    return stage;
  }

  /** The stage lives; the next sign is due within its budget. */
  public void beat() {
    beat(budgetNanos);
  }

  /** The stage lives; the next sign is due within this time. */
  public void beat(long nanos) {
    deadline.set(System.nanoTime() - start + nanos);
  }

  /** Work has come: it must be done within the budget, unless older work is due already. */
  public void due() {
    deadline.compareAndSet(NOTHING_DUE, System.nanoTime() - start + budgetNanos);
  }

  /** Work is done, or there is none: nothing is due. */
  public void done() {
    deadline.set(NOTHING_DUE);
  }

  boolean late(long nowNanos) {
    return nowNanos - start > deadline.get();
  }
}
