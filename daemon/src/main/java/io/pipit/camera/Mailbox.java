package io.pipit.camera;

import io.pipit.health.Metrics;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Mail;
import io.pipit.scene.Notice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where frames wait for the pipeline: one place for each camera. A newer frame replaces one that
 * waits, which is closed and counted: a queue would only add age. Allocates nothing for a frame.
 *
 * <p>Notices are never dropped and go before all frames, but for a frame of the lost camera that
 * waits already: it goes before its camera's loss, so that the last picture of a video counts too.
 * What waits is bounded, for a camera has few buffers and is lost only after it gave a frame.
 */
public final class Mailbox implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Duration quiet;
  private final String[] cameras;
  private final LongAdder[] dropped;
  private final @Nullable Frame[] waiting;
  private final Queue<Mail> first = new ArrayDeque<>();
  private int lastTaken;
  private boolean closed;

  /** A mailbox that tells each second that nothing came. */
  public Mailbox(List<String> cameras, Metrics metrics) {
    this(cameras, metrics, QUIET);
  }

  /**
   * An empty mailbox.
   *
   * @param quiet when nothing comes for so long, that is told
   */
  Mailbox(List<String> cameras, Metrics metrics, Duration quiet) {
    this.quiet = quiet;
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

  /** Brings news to the pipeline, before any frame that is offered from now on. */
  public synchronized void post(Notice notice) {
    if (closed) {
      return;
    }
    if (notice instanceof Notice.CameraLost lost) {
      int place = placeOf(lost.camera());
      Frame last = waiting[place];
      if (last != null) {
        waiting[place] = null;
        first.add(last);
      }
    }
    first.add(notice);
    notifyAll();
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
   * Waits for a notice or a frame; cameras take turns. Whoever gets a frame closes it. When nothing
   * comes for a while, that is told by a notice.
   *
   * @return null when the mailbox is closed and all notices are delivered
   */
  public synchronized @Nullable Mail take() throws InterruptedException {
    long end = System.nanoTime() + quiet.toNanos();
    while (true) {
      Mail mail = first.poll();
      if (mail != null || closed) {
        return mail;
      }
      for (int i = 1; i <= waiting.length; i++) {
        int place = (lastTaken + i) % waiting.length;
        Frame frame = waiting[place];
        if (frame != null) {
          waiting[place] = null;
          lastTaken = place;
          return frame;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return new Notice.Quiet(FrameTime.now());
      }
      wait(left);
    }
  }

  /**
   * Wakes who waits and closes the frames that wait, but for those before a notice; from any
   * thread.
   */
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
