package io.pipit.camera;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Does something when a wait takes too long: a read from a pipe can't be given a limit otherwise.
 * One thread of its own; setting it costs no allocation. It bites once for each time it is set.
 */
final class Watchdog implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final Thread thread;
  private final long start = System.nanoTime();

  /** Nanoseconds after {@link #start} when it bites. */
  private final AtomicLong deadline = new AtomicLong(NEVER);

  private volatile boolean resting;
  private volatile boolean bitten;
  private volatile boolean closed;

  Watchdog(String threadName, Runnable bite) {
    thread = new Thread(() -> run(bite), threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on there are so many nanoseconds until it bites, unless it is set again. */
  void set(long nanos) {
    deadline.set(System.nanoTime() - start + nanos);
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  /** There is nothing to wait for. */
  void rest() {
    deadline.set(NEVER);
  }

  /** Whether it has found a wait too long. */
  boolean bitten() {
    return bitten;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run(Runnable bite) {
    while (!closed) {
      resting = true;
      long limit = deadline.get();
      if (limit == NEVER) {
        LockSupport.park(this);
        continue;
      }
      // A later deadline is noticed when this one has passed: no need to be woken for it.
      resting = false;
      long left = limit - (System.nanoTime() - start);
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else if (deadline.compareAndSet(limit, NEVER)) {
        bitten = true;
        bite.run();
      }
    }
  }
}
