package io.pipit.camera.gst;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running child process of a camera. What it writes to its standard error is read by a thread of
 * its own until it has ended; ending it ends all that it has started, too.
 */
final class Child implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final long GRACE_MILLIS = 500;
  private static final long REAP_MILLIS = 5000;

  private final Process process;
  private final InputStream pixels;
  private final OutputStream standardInput;
  private final ChildMessages messages = new ChildMessages();
  private final Thread listener;
  private final ProcessTree tree = new ProcessTree();

  /**
   * Starts a command.
   *
   * @param input is written to its standard input, which stays open: a child that heeds it ends
   *     with this process
   * @param owner name of the camera's thread, for the names of its helpers
   */
  Child(List<String> command, byte[] input, String owner) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8"); // messages are in English whatever is set here
    tree.mark(builder.environment());
    process = builder.start();
    pixels = process.getInputStream();
    standardInput = process.getOutputStream();
    listener = new Thread(this::listen, owner + "-messages");
    listener.setDaemon(true);
    listener.start();
    try {
      standardInput.write(input);
      standardInput.flush();
    } catch (IOException e) { // it has ended already: its messages say why
      LOG.debug("process {} took no input: {}", process.pid(), e.toString());
    }
  }

  private void listen() {
    try (InputStream errors = process.getErrorStream()) {
      messages.readAll(errors);
    } catch (IOException e) {
      LOG.debug("messages of process {}: {}", process.pid(), e.toString());
    }
  }

  /** The pipe that pixels come from. */
  InputStream pixels() {
    return pixels;
  }

  ChildMessages messages() {
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
    tree.kill();
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
    tree.kill();
    release();
  }

  /** Nobody holds the pipes any more: both ends of ours are closed, the listener has its end. */
  private void release() {
    try {
      pixels.close();
      standardInput.close();
      listener.join(GRACE_MILLIS);
    } catch (IOException e) {
      LOG.debug("a pipe of process {}: {}", process.pid(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for its end; a thread that is asked to stop meanwhile kills it, but reaps it too. */
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
