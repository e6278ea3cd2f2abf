package io.pipit.camera;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets something happen at a steady rate; beats that have passed meanwhile are left out. */
final class Pacer implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition end = lock.newCondition();
  private final long start = System.nanoTime();
  private final long period;
  private long beat = -1;
  private boolean closed;

  /**
   * A pacer that begins now.
   *
   * @param rate beats per second; 0: no waiting at all
   */
  Pacer(double rate) {
    period = rate > 0 ? Math.max(1, (long) (TimeUnit.SECONDS.toNanos(1) / rate)) : 0;
  }

  /** Waits for the next beat and returns its number, from 0; -1 when closed. */
  long await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      beat++;
      if (period > 0) {
        beat = Math.max(beat, (System.nanoTime() - start) / period);
        long left = start + beat * period - System.nanoTime();
        while (left > 0 && !closed) {
          left = end.awaitNanos(left);
        }
      }
      return closed ? -1 : beat;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting; from any thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      end.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
