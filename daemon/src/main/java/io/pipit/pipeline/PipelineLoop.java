package io.pipit.pipeline;

import io.pipit.pipeline.PipelineInput.CameraLost;
import io.pipit.pipeline.PipelineInput.ControlEvent;
import io.pipit.pipeline.PipelineInput.FrameInput;
import io.pipit.scene.Frame;
import io.pipit.supervise.Heartbeat;
import io.pipit.supervise.Heartbeats;
import io.pipit.util.LogPeriod;
import io.pipit.util.Threads;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code pipeline}: empties the inbox and sends each frame down the line. A frame or
 * control event that fails is logged and lost; the next one gets its chance.
 */
public final class PipelineLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineLoop.class);

  private final Inbox inbox;
  private final Pipeline pipeline;
  private final Runnable onDeath;
  private final Heartbeat loop;
  private final Heartbeat inference;
  private final LogPeriod failures = new LogPeriod(Duration.ofMinutes(1));
  private final Thread thread = Threads.named("pipeline", this::run);

  /**
   * A loop that is not yet started.
   *
   * @param heartbeats get one for the loop and one for the frames that pass through the model
   * @param onDeath is run when an {@link Error} ends the thread: nothing is detected from then on
   */
  public PipelineLoop(Inbox inbox, Pipeline pipeline, Heartbeats heartbeats, Runnable onDeath) {
    this.inbox = inbox;
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
      for (PipelineInput input = inbox.take(); input != null; input = inbox.take()) {
        loop.beat(); // each second at least, by the inbox's own ticks
        process(input);
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

  private void process(PipelineInput input) {
    try {
      if (input instanceof FrameInput one) {
        process(one.frame());
      } else {
        pipeline.process((ControlEvent) input);
        if (input instanceof CameraLost) {
          inference.done(); // due again with the next frame
        }
      }
    } catch (RuntimeException e) {
      long times = failures.count(System.nanoTime());
      if (times > 0) {
        LOG.error("[pipeline] a frame or control event failed; {} since the last report", times, e);
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

  /** Closes the inbox and waits until what it must still deliver and the frame at work are done. */
  @Override
  public void close() {
    inbox.close();
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
