package io.pipit;

import io.pipit.errors.ExitCode;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.event.Event;
import io.pipit.event.EventListener;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Decides when the process ends, and how: when somebody asks for it, when every camera has ended,
 * when a new process may do better, or when nothing is detected any more. Safe for several threads.
 */
public final class Lifetime implements EventListener {
  private final CompletableFuture<ExitCode> end = new CompletableFuture<>();

  /** Cameras that have ended, and whether they were given up. */
  private final Map<String, Boolean> ended = new ConcurrentHashMap<>();

  private volatile int cameras;

  /** So many cameras must end for the process to end; called before the first of them opens. */
  void cameras(int count) {
    cameras = count;
  }

  /** Somebody asks for the end; a start in which that happens goes no further. */
  public void stop() {
    end.complete(ExitCode.OK);
  }

  /** A new process may do better. */
  void restart() {
    end.complete(ExitCode.RESTART);
  }

  /** A thread that nothing works without has died. */
  void died(String thread) {
    end.completeExceptionally(new IllegalStateException("the thread " + thread + " has died"));
  }

  /** Counts cameras that are given up, or whose source has ended. */
  @Override
  public void on(Event event) {
    if (!(event instanceof CameraState state)) {
      return;
    }
    if (state.status() != Status.FAILED) {
      ended.remove(state.camera()); // it may be opened again, with other settings
      return;
    }
    ended.put(state.camera(), state.attempt() > 0); // one that has just ended has made no attempt
    if (ended.size() == cameras) {
      end.complete(ended.containsValue(true) ? ExitCode.UNAVAILABLE : ExitCode.OK);
    }
  }

  /**
   * The slow steps of a start are not begun when it is to end already.
   *
   * @throws CancellationException when it is
   */
  void checkGoesOn() {
    if (end.isDone()) {
      throw new CancellationException("asked to end while it started");
    }
  }

  /**
   * Waits for the end.
   *
   * @return OK when it was asked for or every camera has ended, UNAVAILABLE when some have failed
   *     for good instead, RESTART when a new process may do better
   * @throws IllegalStateException when nothing is detected any more: the process must end, to be
   *     restarted
   */
  ExitCode await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
