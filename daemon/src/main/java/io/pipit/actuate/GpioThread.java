package io.pipit.actuate;

import io.pipit.supervise.Heartbeat;
import io.pipit.util.LogPeriod;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread {@code gpio}: one task after another, now or later; a failed one is logged. */
final class GpioThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GpioThread.class);
  private static final int PATIENCE_SECONDS = 3;
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Heartbeat heartbeat;
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          body -> {
            Thread thread = new Thread(body, "gpio");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts the thread.
   *
   * @param heartbeat beats while tasks are done, also when there is nothing to do
   */
  GpioThread(Heartbeat heartbeat) {
    this.heartbeat = heartbeat;
    executor.setRemoveOnCancelPolicy(true);
    every(BEAT, heartbeat::beat);
  }

  /** Hands a task over; after the end it is dropped. */
  void execute(Runnable task) {
    try {
      executor.execute(() -> guard(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("[gpio] a task came after the end");
    }
  }

  /** Runs a task that is never due by itself; {@link Deadline#set} says when it is. */
  Deadline deadline(Runnable task, LongSupplier nanosToTask) {
    return new Deadline(executor, () -> guard(task), nanosToTask);
  }

  /** Runs a task every so often. */
  void every(Duration period, Runnable task) {
    var unused =
        executor.scheduleWithFixedDelay(
            () -> guard(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for a result, however long it takes.
   *
   * @throws java.util.concurrent.CompletionException with what the task threw
   */
  <T> T call(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, executor).join();
  }

  /**
   * Waits until a task is done, but not for ever: a pin that hangs must not keep the rest alive.
   */
  void await(Runnable task) {
    CompletableFuture<Void> done;
    try {
      done = CompletableFuture.runAsync(() -> guard(task), executor);
    } catch (RejectedExecutionException e) {
      return; // closed before
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true; // outputs must be safe all the same
        } catch (TimeoutException | ExecutionException e) {
          LOG.error("[gpio] the pins do not answer; the state of the outputs is unknown");
          return;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    heartbeat.done();
  }

  private void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      long times = trouble.count(System.nanoTime());
      if (times > 0) {
        LOG.error("[gpio] a task failed; {} since the last report", times, e);
      }
    }
  }
}
