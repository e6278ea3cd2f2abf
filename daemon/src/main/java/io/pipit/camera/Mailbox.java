package io.pipit.camera;

import io.pipit.health.Metrics;
import io.pipit.scene.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where frames wait for the pipeline: one place for each camera. A newer frame replaces one that
 * waits, which is closed and counted: a queue would only add age. Allocates nothing.
 */
public final class Mailbox implements AutoCloseable {
  private final String[] cameras;
  private final LongAdder[] dropped;
  private final @Nullable Frame[] waiting;
  private int lastTaken;
  private boolean closed;

  public Mailbox(List<String> cameras, Metrics metrics) {
    this.cameras = cameras.toArray(String[]::new);
    dropped = cameras.stream().map(name -> metrics.camera(name).dropped).toArray(LongAdder[]::new);
    waiting = new Frame[this.cameras.length];
    lastTaken = this.cameras.length - 1;
  }

  /** Puts a frame into its camera's place; from then on it is the mailbox's to close. */
  public void offer(Frame frame) {
    Frame old;
    synchronized (this) {
      if (closed) {
        old = frame;
      } else {
        int place = placeOf(frame.camera());
        old = waiting[place];
        waiting[place] = frame;
        if (old != null) {
          dropped[place].increment();
        }
        notifyAll();
      }
    }
    if (old != null) {
      old.close();
    }
  }

  private int placeOf(String camera) {
    for (int i = 0; i < cameras.length; i++) {
      if (cameras[i].equals(camera)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no camera is called " + camera);
  }

  /**
   * Waits for a frame; cameras take turns. Whoever gets it closes it.
   *
   * @return null when the mailbox is closed
   */
  public synchronized @Nullable Frame take() throws InterruptedException {
    while (!closed) {
      for (int i = 1; i <= waiting.length; i++) {
        int place = (lastTaken + i) % waiting.length;
        Frame frame = waiting[place];
        if (frame != null) {
          waiting[place] = null;
          lastTaken = place;
          return frame;
        }
      }
      wait();
    }
    return null;
  }

  /** Wakes who waits and closes the frames that wait; from any thread. */
  @Override
  public void close() {
    @Nullable Frame[] left;
    synchronized (this) {
      closed = true;
      left = waiting.clone();
      Arrays.fill(waiting, null);
      notifyAll();
    }
    for (Frame frame : left) {
      if (frame != null) {
        frame.close();
      }
    }
  }
}
