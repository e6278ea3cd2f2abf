package io.pipit.camera.gst;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.Seconds;
import io.pipit.camera.Timeout;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A camera whose pictures a child process decodes, scales and writes to a pipe as raw RGB. A crash
 * of a decoder ends the child, not the daemon.
 */
public final class ProcessCamera implements Camera {
  private static final int CHUNK = 1 << 16;

  /** A process that a signal has ended has its number and this as its status. */
  private static final int SIGNAL = 128;

  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration AT_LAST = Duration.ofSeconds(10);

  private final String name;
  private final String source;
  private final Command command;
  private final Limits limits;
  private final Reset reset;
  private final byte[] chunk = new byte[CHUNK];
  private volatile @Nullable Session session;

  /**
   * What is expected of the child.
   *
   * @param live whether it must never end: the end of a live source is a failure
   * @param open it must say what it delivers within this time
   * @param frame a picture must come within this time
   */
  public record Limits(boolean live, Duration open, Duration frame) {}

  /** Finds the device anew and makes the command for it, each time the camera is opened. */
  public interface Command {
    List<String> find() throws CameraException;
  }

  /** Resets the device; see {@link Camera#reset}. */
  public interface Reset {
    boolean device() throws InterruptedException;
  }

  /** One run of the child. */
  private record Session(Child child, Timeout watchdog, Layout layout) {}

  /**
   * A camera that runs {@code command}, such as {@link GstCommands} makes.
   *
   * @param source the file, device or address, for messages
   * @param reset is asked to when all else has failed
   */
  public ProcessCamera(String name, String source, Command command, Limits limits, Reset reset) {
    this.reset = reset;
    this.name = name;
    this.source = source;
    this.command = command;
    this.limits = limits;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open() throws CameraException, InterruptedException {
    close();
    String thread = "camera-" + name;
    List<String> words = command.find();
    Child child;
    try {
      child = new Child(words, thread);
    } catch (IOException e) {
      throw new CameraException(source + ": gst-launch-1.0 can't be started: " + e, e);
    }
    boolean opened = false;
    try {
      Layout layout = child.messages().awaitLayout(limits.open.toNanos());
      if (layout == null) {
        throw whyNotOpened(child);
      }
      session = new Session(child, new Timeout(thread + "-watchdog", child::kill), layout);
      opened = true;
    } finally {
      if (!opened) {
        child.close();
      }
    }
  }

  @Override
  public @Nullable Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    Session now = session;
    if (now == null) {
      throw fault("closed");
    }
    Layout layout = now.layout;
    now.watchdog.arm(limits.frame.toNanos());
    int got = fill(now.child.pixels(), buffer, layout.bytes());
    now.watchdog.disarm();
    if (got == layout.bytes() && !now.child.messages().changed()) {
      return layout;
    }
    return ended(now, got);
  }

  /** Reads a picture; returns how many bytes came before the pipe's end. */
  private int fill(InputStream pipe, FrameBuffer buffer, int bytes) {
    ByteBuffer pixels = buffer.ofSize(bytes);
    try {
      while (pixels.hasRemaining()) {
        int n = pipe.read(chunk, 0, Math.min(CHUNK, pixels.remaining()));
        if (n < 0) {
          break;
        }
        if (pixels.position() == 0) {
          buffer.markArrival();
        }
        pixels.put(chunk, 0, n);
      }
    } catch (IOException e) { // the pipe was closed under our hands: an end like another
      return pixels.position();
    }
    return pixels.position();
  }

  private Frame.@Nullable Layout ended(Session now, int got)
      throws CameraException, InterruptedException {
    if (now.child.messages().changed()) {
      throw fault("its picture size has changed");
    }
    if (now.watchdog.expired()) {
      throw fault("no picture came within " + Seconds.show(limits.frame));
    }
    // A file's child has said all; on a busy board it may take a while to put its things away.
    int status = now.child.awaitEnd(limits.live ? SOON : AT_LAST);
    String reason = whyEnded(now.child.messages(), status);
    if (limits.live || status != 0) {
      throw fault(reason == null || status == 0 ? "the stream has ended" : reason);
    }
    if (got > 0) {
      throw fault("it ended within a picture");
    }
    return null;
  }

  /** What it said last is not why it ended, when somebody else ended it. */
  private static @Nullable String whyEnded(GstMessages messages, int status) {
    return status > SIGNAL && !messages.failed()
        ? "its process was ended by signal " + (status - SIGNAL)
        : messages.reason();
  }

  private CameraException whyNotOpened(Child child) throws InterruptedException {
    int status = child.awaitEnd(SOON);
    String reason = child.messages().reason();
    if (status == -1 && !child.messages().failed()) {
      return fault("nothing came from it within " + Seconds.show(limits.open));
    }
    if (reason == null) {
      return fault("its process ended with status " + status);
    }
    return limits.live && !child.messages().somethingMissing()
        ? fault(reason)
        : CameraException.permanent(source + ": " + reason);
  }

  private CameraException fault(String what) {
    return new CameraException(source + ": " + what);
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
