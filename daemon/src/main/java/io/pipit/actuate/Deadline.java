package io.pipit.actuate;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs one task when it is due, which may move at any time. Gpio thread only. */
final class Deadline {
  private final ScheduledExecutorService executor;
  private final Runnable task;
  private final LongSupplier nanosToTask;
  private @Nullable Future<?> next;

  /**
   * A deadline that is not set.
   *
   * @param nanosToTask until the task is due; {@link Long#MAX_VALUE}: never
   */
  Deadline(ScheduledExecutorService executor, Runnable task, LongSupplier nanosToTask) {
    this.executor = executor;
    this.task = task;
    this.nanosToTask = nanosToTask;
  }

  /** Schedules the task again for when it is due. */
  void set() {
    cancel();
    long nanos = nanosToTask.getAsLong();
    if (nanos != Long.MAX_VALUE && !executor.isShutdown()) {
      next = executor.schedule(this::fire, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** The task does not run any more, unless it is set again. */
  void cancel() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  private void fire() {
    next = null;
    task.run();
    set();
  }
}
