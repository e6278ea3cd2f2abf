package io.pipit.explain;

import io.pipit.event.FrameTap;
import io.pipit.event.Report;
import io.pipit.scene.Frame;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Explanations of a running pipeline's frames, worked out only while somebody asks for them. */
public final class ExplanationFeed implements FrameTap {
  /** The model's noise below says nothing about limits. */
  private static final float LOWEST_SCORE = 0.05f;

  /** Frames that wait for a subscriber; of one that is too slow the next ones are left out. */
  private static final int MAX_WAITING = 64;

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile @Nullable Source source;

  /** Whether the source knows that somebody asks; pipeline thread only. */
  private boolean asking;

  /** Who can explain its last frames. Used on the pipeline's thread. */
  public interface Source {
    /** Why what a camera's last frame shows did not count; empty when there was no frame. */
    Optional<ExplainedFrame> explain(String camera);

    /** Explanations are wanted from now on, or are no more. */
    void explaining(boolean wanted);
  }

  /** Somebody who asks; closed when that is enough. */
  public final class Subscription implements AutoCloseable {
    private final @Nullable String camera;
    private final BlockingQueue<ExplainedFrame> frames = new ArrayBlockingQueue<>(MAX_WAITING);

    private Subscription(@Nullable String camera) {
      this.camera = camera;
    }

    private boolean wants(String name) {
      return camera == null || camera.equals(name);
    }

    /** Waits for the next frame; empty when none has come for so long. */
    public Optional<ExplainedFrame> next(long millis) throws InterruptedException {
      return Optional.ofNullable(frames.poll(millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }

  /**
   * What the detector is asked for while somebody asks: less than usual, so that boxes are seen
   * that nearly pass.
   *
   * @param usual the lowest score otherwise, 0 to 1
   */
  public static float askedScore(float usual) {
    return Math.min(usual, Math.max(LOWEST_SCORE, usual / 2));
  }

  /** Explanations come from there; called once, before the first frame. */
  public void from(Source pipeline) {
    source = pipeline;
  }

  /**
   * Begins to explain.
   *
   * @param camera whose frames; null: all cameras'
   */
  public Subscription subscribe(@Nullable String camera) {
    Subscription subscription = new Subscription(camera);
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public boolean wants(String camera) {
    boolean now = !subscriptions.isEmpty();
    Source known = source;
    if (now != asking && known != null) {
      asking = now;
      known.explaining(now);
    }
    return now && subscriptions.stream().anyMatch(one -> one.wants(camera));
  }

  @Override
  public void take(Frame frame, Report report) {
    Source known = source;
    if (known == null) {
      return;
    }
    known
        .explain(frame.camera())
        .ifPresent(
            explained ->
                subscriptions.stream()
                    .filter(one -> one.wants(frame.camera()))
                    .forEach(one -> one.frames.offer(explained)));
  }
}
