package io.pipit.util;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads with names that the log, a debugger and {@code top -H} show, and that don't die unseen.
 */
public final class Threads {
  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private Threads() {}

  /** A thread, not yet started. The process does not wait for it: App waits and closes. */
  public static Thread named(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (dead, e) -> LOG.error("[{}] The thread has died of an unexpected error", name, e));
    return thread;
  }

  /** Threads called {@code name}, then {@code name-2}, {@code name-3} and so on. */
  public static ThreadFactory factory(String name) {
    AtomicInteger made = new AtomicInteger();
    return body -> {
      int number = made.incrementAndGet();
      return named(number == 1 ? name : name + "-" + number, body);
    };
  }
}
