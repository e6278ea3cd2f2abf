package io.pipit.pipeline;

import io.pipit.camera.Mailbox;
import io.pipit.health.Heartbeat;
import io.pipit.health.Heartbeats;
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
  private final Heartbeat loop;
  private final Heartbeat inference;
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));
  private final Thread thread = Threads.named("pipeline", this::run);

  /**
   * A loop that is not yet started.
   *
   * @param heartbeats get one for the loop and one for the frames that pass through the model
   * @param onDeath is run when an {@link Error} ends the thread: nothing is detected from then on
   */
  public PipelineLoop(Mailbox mailbox, Pipeline pipeline, Heartbeats heartbeats, Runnable onDeath) {
    this.mailbox = mailbox;
    this.pipeline = pipeline;
    this.onDeath = onDeath;
    loop = heartbeats.of("pipeline");
    inference = heartbeats.of("inference");
  }

  public void start() {
    thread.start();
  }

  private void run() {
    boolean dying = true;
    try {
      for (Mail mail = mailbox.take(); mail != null; mail = mailbox.take()) {
        loop.beat(); // each second at least, by the mailbox's own notices
        process(mail);
      }
      dying = false;
    } catch (InterruptedException e) {
      LOG.debug("[pipeline] interrupted");
      dying = false;
    } finally {
      loop.done();
      inference.done();
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
        if (notice instanceof Notice.CameraLost) {
          inference.done(); // the next frame will tell
        }
      }
    } catch (RuntimeException e) {
      long times = trouble.count(System.nanoTime());
      if (times > 0) {
        LOG.error("[pipeline] a frame or notice failed; {} since last told", times, e);
      }
    }
  }

  private void process(Frame frame) {
    inference.due();
    try (frame) {
      pipeline.process(frame);
    }
    inference.done();
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
