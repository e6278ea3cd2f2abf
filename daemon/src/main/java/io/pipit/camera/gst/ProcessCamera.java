package io.pipit.camera.gst;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.Seconds;
import io.pipit.camera.Timeout;
import io.pipit.camera.VideoStream;
import io.pipit.event.Decoder;
import io.pipit.scene.Frame.Layout;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera whose frames a child process decodes, scales and writes to a pipe as raw RGB. A crash of
 * a decoder ends the child, not the daemon.
 */
public final class ProcessCamera implements Camera {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessCamera.class);

  /** The status of a process that a signal has ended is this plus the number of the signal. */
  private static final int SIGNAL = 128;

  /** The child delivers nothing older, but it may be stopped while a frame is in its pipe. */
  private static final long MAX_AGE_NANOS = Duration.ofSeconds(2).toNanos();

  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration AT_LAST = Duration.ofSeconds(10);

  private final String name;
  private final String title;
  private final Launch launch;
  private final Fallbacks fallbacks;
  private final Limits limits;
  private final Failures failures;
  private final Reset reset;
  private volatile VideoStream stream = VideoStream.NONE;
  private volatile @Nullable Session session;

  /**
   * What is expected of the child.
   *
   * @param live whether it must never end: the end of a live source is a failure
   * @param open its first frame must come within this time
   * @param frame each further one must come within this time
   */
  public record Limits(boolean live, Duration open, Duration frame) {}

  /** A command and what its standard input gets. */
  static final class Start {
    private final List<String> command;
    private final byte[] input;

    Start(List<String> command, byte[] input) {
      this.command = command;
      this.input = input;
    }
  }

  /** Finds the device and says what to start, each time the camera is opened. */
  interface Launch {
    Start find(CameraProgram.Mode mode) throws CameraException;
  }

  /** Makes an error of the child's one for the user. */
  interface Failures {
    CameraException of(StreamError error);
  }

  /** Resets the device; see {@link Camera#reset}. */
  public interface Reset {
    boolean device() throws InterruptedException;
  }

  /** One run of the child; its first record's type is known already. */
  private static final class Session {
    final Child child;
    final Timeout watchdog;
    final RecordReader records;
    RecordReader.@Nullable Type next;
    boolean begun;

    Session(Child child, Timeout watchdog) {
      this.child = child;
      this.watchdog = watchdog;
      records = new RecordReader(child.pixels());
    }
  }

  /**
   * A camera that runs {@code pipit-camera}.
   *
   * @param title the file, device or address, for messages
   * @param fallbacks what it is started without after failures
   * @param reset resets the device when all else has failed
   */
  ProcessCamera(
      String name,
      String title,
      Launch launch,
      Fallbacks fallbacks,
      Limits limits,
      Failures failures,
      Reset reset) {
    this.name = name;
    this.title = title;
    this.launch = launch;
    this.fallbacks = fallbacks;
    this.limits = limits;
    this.failures = failures;
    this.reset = reset;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open() throws CameraException, InterruptedException {
    close();
    String thread = "camera-" + name;
    Start start = launch.find(fallbacks.mode());
    Child child;
    try {
      child = new Child(start.command, start.input, thread);
    } catch (IOException e) {
      throw CameraException.persistent(
          title + ": " + start.command.get(0) + " can't be started: " + e.getMessage(),
          "install Pipit again");
    }
    Session now = new Session(child, new Timeout(thread + "-watchdog", child::kill));
    session = now;
    boolean opened = false;
    try {
      now.watchdog.arm(limits.open.toNanos());
      advance(now, limits.open);
      opened = true;
    } finally {
      now.watchdog.disarm();
      if (!opened) {
        close();
      }
    }
  }

  @Override
  public @Nullable Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    Session now = session;
    if (now == null) {
      throw fault("closed");
    }
    now.watchdog.arm(limits.frame.toNanos());
    try {
      int tooOld = 0;
      while (true) {
        if (now.begun) {
          advance(now, limits.frame);
        }
        now.begun = true;
        if (now.next == RecordReader.Type.END) {
          return ended(now);
        }
        Layout layout = frame(now, buffer, tooOld);
        if (!limits.live || System.nanoTime() - buffer.captured().monoNanos() <= MAX_AGE_NANOS) {
          return layout;
        }
        tooOld = buffer.skipped() + 1;
      }
    } finally {
      now.watchdog.disarm();
    }
  }

  /** Goes on to the next frame, or the end. */
  private void advance(Session now, Duration limit) throws CameraException, InterruptedException {
    try {
      for (now.next = now.records.next(); ; now.next = now.records.next()) {
        if (now.next == null) {
          throw whyEnded(now, limit);
        }
        if (now.next == RecordReader.Type.DECODER) {
          fallbacks.tries(now.records.texts());
        } else if (now.next == RecordReader.Type.STREAM) {
          stream = VideoStream.of(now.records.texts());
        } else if (now.next == RecordReader.Type.ERROR) {
          StreamError error = StreamError.of(now.records.texts());
          fallbacks.failed(error).ifPresent(this::noteFallback);
          throw failures.of(error);
        } else {
          return;
        }
      }
    } catch (EOFException e) {
      throw whyEnded(now, limit);
    } catch (IOException e) { // not a record, or close() has closed the pipe
      throw now.watchdog.expired() ? late(limit) : fault(String.valueOf(e.getMessage()));
    }
  }

  private void noteFallback(String what) {
    LOG.warn("[camera {}] {}", name, what);
  }

  @Override
  public Decoder decoder() {
    return fallbacks.decoder();
  }

  @Override
  public VideoStream stream() {
    return stream;
  }

  private Layout frame(Session now, FrameBuffer buffer, int leftOut)
      throws CameraException, InterruptedException {
    RecordReader header = now.records;
    Layout layout = header.layout();
    buffer.captured(header.time(), header.streamTime(), header.dropped() + leftOut);
    if (!header.pixels(buffer.ofSize(layout.bytes()))) {
      throw now.watchdog.expired() ? late(limits.frame) : fault("it ended within a frame");
    }
    return layout;
  }

  private @Nullable Layout ended(Session now) throws CameraException, InterruptedException {
    if (limits.live) {
      throw fault("the stream has ended");
    }
    // The child has written its last record; on a busy board it may take a while until it has
    // ended.
    int status = now.child.awaitEnd(AT_LAST);
    if (status != 0) {
      throw fault("its process ended with status " + status);
    }
    return null;
  }

  /** Why the pipe has ended without a last record. */
  private CameraException whyEnded(Session now, Duration limit) throws InterruptedException {
    if (now.watchdog.expired()) {
      return late(limit);
    }
    int status = now.child.awaitEnd(SOON);
    if (status > SIGNAL) {
      fallbacks.hardwareFailed().ifPresent(this::noteFallback);
      return fault("its process was ended by signal " + (status - SIGNAL));
    }
    String last = now.child.messages().lastLine();
    return fault(last == null ? "its process ended with status " + status : last);
  }

  private CameraException late(Duration limit) {
    if (!limits.live) { // a live one may be silent for its network; its child finds a bad decoder
      fallbacks.hardwareFailed().ifPresent(this::noteFallback);
    }
    return fault("no frame came within " + Seconds.show(limit));
  }

  private CameraException fault(String what) {
    return new CameraException(title + ": " + what);
  }

  @Override
  public boolean reset() throws InterruptedException {
    return reset.device();
  }

  @Override
  public void close() {
    Session now = session;
    if (now != null) {
      now.watchdog.close();
      now.child.close();
      session = null;
    }
  }
}
