package io.pipit.camera;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Does something when a wait takes too long: a read from a pipe can't be given a limit otherwise.
 * One thread of its own; arming it costs no allocation. It fires once for each time it is armed.
 */
public final class Timeout implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  /** A thread that wakes so much too late was not just waiting for a processor. */
  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long NAP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Thread thread;
  private final LongSupplier clock;
  private final long start;

  /** Nanoseconds after {@link #start} when it fires. */
  private final AtomicLong deadline = new AtomicLong(NEVER);

  /** Nanoseconds after {@link #start} when the thread wakes by itself. */
  private volatile long wakesAt = NEVER;

  private volatile long length;
  private volatile boolean expired;
  private volatile boolean closed;

  /** One that is not armed; the action is run on a thread of this name. */
  public Timeout(String threadName, Runnable action) {
    this(threadName, action, System::nanoTime);
  }

  Timeout(String threadName, Runnable action, LongSupplier clock) {
    this.clock = clock;
    start = clock.getAsLong();
    thread = new Thread(() -> run(action), threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on there are so many nanoseconds until it fires, unless it is armed again. */
  public void arm(long nanos) {
    length = nanos;
    long armed = now() + nanos;
    deadline.set(armed);
    if (armed < wakesAt) { // else it is noticed when the thread wakes
      LockSupport.unpark(thread);
    }
  }

  /** There is nothing to wait for. */
  public void disarm() {
    deadline.set(NEVER);
  }

  /** Whether it has found a wait too long. */
  public boolean expired() {
    return expired;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run(Runnable action) {
    while (!closed) {
      wakesAt = NEVER; // whoever arms it from here on wakes it
      long limit = deadline.get();
      if (limit == NEVER) {
        LockSupport.park(this);
        continue;
      }
      // It wakes now and then, as only so it notices that this process stood still in between.
      long wake = Math.min(limit, now() + NAP_NANOS);
      wakesAt = wake;
      if (deadline.get() < limit) { // armed in between
        continue;
      }
      long left = wake - now();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      }
      long late = now() - wake;
      if (late > STOPPED_NANOS) {
        // Stopped by a signal: what it waits for gets its time again.
        deadline.compareAndSet(limit, now() + length);
      } else if (now() >= limit && deadline.compareAndSet(limit, NEVER)) {
        expired = true;
        action.run();
      }
    }
  }

  private long now() {
    return clock.getAsLong() - start;
  }
}
