package io.pipit.camera.gst;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running child process of a camera. Its messages are read by a thread of their own until it has
 * ended; ending it ends all that it has started, too.
 */
final class Child implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final File NOTHING = new File("/dev/null");
  private static final long GRACE_MILLIS = 500;
  private static final long REAP_MILLIS = 5000;

  private final Process process;
  private final InputStream pixels;
  private final GstMessages messages = new GstMessages();
  private final Thread listener;
  private final ProcessTree offspring = new ProcessTree();

  /**
   * Starts a command.
   *
   * @param owner name of the camera's thread, for the names of its helpers
   */
  Child(List<String> command, String owner) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING));
    builder.environment().put("LC_ALL", "C.UTF-8"); // messages are understood in English only
    offspring.mark(builder.environment());
    process = builder.start();
    pixels = process.getInputStream();
    listener = new Thread(this::listen, owner + "-messages");
    listener.setDaemon(true);
    listener.start();
  }

  private void listen() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        messages.line(line);
      }
    } catch (IOException e) {
      messages.line("its messages can't be read: " + e.getMessage());
    } finally {
      messages.end();
    }
  }

  /** The pipe that pixels come from. */
  InputStream pixels() {
    return pixels;
  }

  GstMessages messages() {
    return messages;
  }

  /**
   * Waits until it has ended and all its messages are read.
   *
   * @param patience how long it may take, its pipe being closed already
   * @return the exit status, or -1 when it had to be killed
   */
  int awaitEnd(Duration patience) throws InterruptedException {
    boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      kill();
    }
    listener.join(GRACE_MILLIS);
    return ended ? process.exitValue() : -1;
  }

  /** Kills it and all it has started; from any thread, without waiting. */
  void kill() {
    process.destroyForcibly();
    offspring.kill();
  }

  /**
   * Asks it to end, then kills it and all it has started, and waits until it is reaped; from any
   * thread.
   */
  @Override
  public void close() {
    process.destroy();
    if (!ended(GRACE_MILLIS)) {
      kill();
      if (!ended(REAP_MILLIS)) {
        LOG.error("process {} of a camera can't be ended", process.pid());
      }
    }
    offspring.kill();
    release();
  }

  /** Nobody holds the pipes any more: both ends of ours are closed, the listener has its end. */
  private void release() {
    try {
      pixels.close();
      listener.join(GRACE_MILLIS);
    } catch (IOException e) {
      LOG.debug("a pipe of process {}: {}", process.pid(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for its end; a thread that is told to stop meanwhile kills it, but reaps it too. */
  private boolean ended(long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          kill();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
