package io.pipit.util;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes what it was given, the last first; goes on when one fails and keeps every error. Used by
 * one thread.
 */
public final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Remembers a part and returns it. */
  public <T extends AutoCloseable> T add(T part) {
    open.push(part);
    return part;
  }

  /**
   * Closes all; a second call does nothing.
   *
   * @throws RuntimeException the first error, the others suppressed in it
   */
  @Override
  public void close() {
    Throwable first = null;
    while (!open.isEmpty()) {
      first = close(open.pop(), first);
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
    if (first != null) {
      throw new IllegalStateException("can't be closed: " + first.getMessage(), first);
    }
  }

  private static @Nullable Throwable close(AutoCloseable part, @Nullable Throwable first) {
    try {
      part.close();
      return first;
    } catch (Throwable e) { // even an Error must not leave the others open
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (first == null) {
        return e;
      }
      if (first != e) {
        first.addSuppressed(e);
      }
      return first;
    }
  }
}
