package io.pipit.pipeline;

import io.pipit.camera.Mailbox;
import io.pipit.health.LogPeriod;
import io.pipit.scene.Frame;
import io.pipit.system.Threads;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code pipeline}: takes frames from the mailbox and sends each down the line. A frame
 * that fails is told of and lost; the next one gets its chance.
 */
public final class PipelineLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineLoop.class);

  private final Mailbox mailbox;
  private final Pipeline pipeline;
  private final Runnable onDeath;
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));
  private final Thread thread = Threads.named("pipeline", this::run);

  /**
   * A loop that is not yet started.
   *
   * @param onDeath is run when an {@link Error} ends the thread: nothing is detected from then on
   */
  public PipelineLoop(Mailbox mailbox, Pipeline pipeline, Runnable onDeath) {
    this.mailbox = mailbox;
    this.pipeline = pipeline;
    this.onDeath = onDeath;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    boolean dying = true;
    try {
      for (Frame frame = mailbox.take(); frame != null; frame = mailbox.take()) {
        process(frame);
      }
      dying = false;
    } catch (InterruptedException e) {
      LOG.debug("[pipeline] interrupted");
      dying = false;
    } finally {
      if (dying) {
        onDeath.run();
      }
    }
  }

  private void process(Frame frame) {
    try (frame) {
      pipeline.process(frame);
    } catch (RuntimeException e) {
      long times = trouble.count(System.nanoTime());
      if (times > 0) {
        LOG.error("[pipeline] a frame failed; {} since last told", times, e);
      }
    }
  }

  /** Closes the mailbox and waits until the frame at work is done. */
  @Override
  public void close() {
    mailbox.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
