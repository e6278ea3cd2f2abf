package io.pipit.pipeline;

import io.pipit.camera.Mailbox;
import io.pipit.health.LogPeriod;
import io.pipit.scene.Frame;
import io.pipit.scene.Mail;
import io.pipit.scene.Notice;
import io.pipit.system.Threads;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code pipeline}: empties the mailbox and sends each frame down the line. A frame or
 * notice that fails is told of and lost; the next one gets its chance.
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
      for (Mail mail = mailbox.take(); mail != null; mail = mailbox.take()) {
        process(mail);
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

  private void process(Mail mail) {
    try {
      if (mail instanceof Frame frame) {
        process(frame);
      } else if (mail instanceof Notice notice) {
        pipeline.process(notice);
      }
    } catch (RuntimeException e) {
      long times = trouble.count(System.nanoTime());
      if (times > 0) {
        LOG.error("[pipeline] a frame or notice failed; {} since last told", times, e);
      }
    }
  }

  private void process(Frame frame) {
    try (frame) {
      pipeline.process(frame);
    }
  }

  /**
   * Closes the mailbox and waits until what it must still deliver and the frame at work are done.
   */
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
