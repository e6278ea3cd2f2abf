package io.pipit.metrics;

import io.pipit.board.BoardSensors;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.CameraSample;
import io.pipit.event.RecoveryCounts;
import io.pipit.metrics.Metrics.CameraCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a sample of the program's health at once and then every interval, on the thread {@code
 * health}: reading sensors may take its time, which the net thread has not.
 */
public final class HealthSampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthSampler.class);

  private final Metrics metrics;
  private final List<String> cameras;
  private final BoardSensors sensors;
  private final Supplier<RecoveryCounts> recovery;
  private final Duration interval;
  private final Consumer<HealthSample> target;
  private final ScheduledExecutorService thread;
  private final long startNanos = System.nanoTime();
  private final long[] lastProcessed; // health thread only
  private long lastNanos = startNanos; // health thread only

  /**
   * A sampler that is not yet started.
   *
   * @param cameras names of all cameras
   * @param recovery returns what it has done, from any thread
   * @param target gets the samples, on the health thread
   */
  public HealthSampler(
      Metrics metrics,
      List<String> cameras,
      Supplier<RecoveryCounts> recovery,
      Duration interval,
      Consumer<HealthSample> target) {
    this(metrics, cameras, new BoardSensors(), recovery, interval, target);
  }

  /** Takes a sample now, and then one each interval. */
  @SuppressWarnings("FutureReturnValueIgnored") // the task keeps its failures to itself
  public void start() {
    thread.scheduleAtFixedRate(this::sampleSafely, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  HealthSampler(
      Metrics metrics,
      List<String> cameras,
      BoardSensors sensors,
      Supplier<RecoveryCounts> recovery,
      Duration interval,
      Consumer<HealthSample> target) {
    this.metrics = metrics;
    this.cameras = List.copyOf(cameras);
    this.sensors = sensors;
    this.recovery = recovery;
    this.interval = interval;
    this.target = target;
    lastProcessed = new long[cameras.size()];
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread health = new Thread(task, "health");
              health.setDaemon(true);
              return health;
            });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** A failure must not end the schedule. */
  private void sampleSafely() {
    try {
      target.accept(sample(System.nanoTime()));
    } catch (RuntimeException e) {
      LOG.error("[health] no sample could be taken", e);
    }
  }

  HealthSample sample(long now) {
    double seconds = (now - lastNanos) / 1e9;
    List<CameraSample> cameraSamples = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      CameraCounters counters = metrics.camera(cameras.get(i));
      long processed = counters.processed.sum();
      double fps = seconds > 0 ? (processed - lastProcessed[i]) / seconds : 0;
      lastProcessed[i] = processed;
      cameraSamples.add(
          new CameraSample(
              cameras.get(i),
              counters.status,
              fps,
              counters.captured.sum(),
              counters.dropped.sum(),
              counters.reopened.sum(),
              counters.looked.sum(),
              counters.skipped.sum(),
              counters.decoder));
    }
    lastNanos = now;
    return new HealthSample(
        (now - startNanos) / 1e9,
        cameraSamples,
        inferMillis(0.5),
        inferMillis(0.95),
        sensors.rssBytes(),
        sensors.temperatureCelsius(),
        sensors.throttled(),
        recovery.get(),
        sensors.clockSynced(),
        HealthSample.Delivery.NONE);
  }

  private @Nullable Double inferMillis(double fraction) {
    RecentTimes infer = metrics.infer();
    return infer.count() == 0 ? null : infer.quantile(fraction) / 1e6;
  }
}
