package io.pipit.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.pipit.board.BoardSensors;
import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.FrameBuffer;
import io.pipit.metrics.StageClock;
import io.pipit.metrics.StageClock.Stage;
import io.pipit.pipeline.Pipeline;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends a camera's frames down the pipeline one after the other on the calling thread, dropping
 * none, and measures every stage. A video that ends begins again.
 */
public final class Bench {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int RSS_EVERY = 1000;
  private static final long FRAME_NANOS = 100_000_000;

  private final Camera camera;
  private final Pipeline pipeline;
  private final StageClock clock;
  private final Watcher watcher;
  private final BoardSensors sensors = new BoardSensors();
  private final FrameBuffer buffer = new FrameBuffer();
  private long number;
  private long forwardCpu;
  private long allocated;
  private int looked;
  private long streamStart;
  private long streamNow;
  private String sizes = "";

  /** Is notified of how far it is, after each frame, outside of what is measured of it. */
  public interface Watcher {
    void done(int frames, int ofAll);
  }

  /**
   * A benchmark of the pipeline.
   *
   * @param clock one of {@link #clock}, which pipeline and detector were given too
   */
  public Bench(Camera camera, Pipeline pipeline, StageClock clock, Watcher watcher) {
    this.camera = camera;
    this.pipeline = pipeline;
    this.clock = clock;
    this.watcher = watcher;
  }

  /** A clock that takes the process's processor times as well. */
  public static StageClock clock() {
    return new StageClock(PROCESS::getProcessCpuTime);
  }

  /**
   * Runs {@code warmUp} frames unmeasured, then {@code frames} measured ones.
   *
   * @param setting what is measured, for the result
   */
  public BenchResult run(String setting, int warmUp, int frames)
      throws CameraException, InterruptedException {
    camera.open();
    try {
      for (int i = 0; i < warmUp; i++) {
        next();
        watcher.done(i + 1, warmUp + frames);
      }
      return measure(setting, warmUp, frames);
    } finally {
      camera.close();
    }
  }

  private BenchResult measure(String setting, int warmUp, int frames)
      throws CameraException, InterruptedException {
    Map<Stage, long[]> nanos = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new long[frames]);
    }
    Map<Integer, Long> rss = new TreeMap<>();
    forwardCpu = 0;
    allocated = 0;
    looked = 0;
    long cpuStart = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < frames; i++) {
      next();
      for (Map.Entry<Stage, long[]> times : nanos.entrySet()) {
        times.getValue()[i] = clock.nanos(times.getKey());
      }
      looked += clock.nanos(Stage.INFER) > 0 ? 1 : 0;
      if ((i + 1) % RSS_EVERY == 0 || i + 1 == frames) {
        Long bytes = sensors.rssBytes();
        rss.put(i + 1, bytes == null ? 0 : bytes);
      }
      watcher.done(warmUp + i + 1, warmUp + frames);
    }
    long wall = System.nanoTime() - start;
    long cpu = PROCESS.getProcessCpuTime() - cpuStart;
    return new BenchResult(
        setting + ", " + sizes,
        frames,
        looked,
        wall,
        cpu,
        forwardCpu,
        allocated,
        rss,
        sorted(nanos));
  }

  private void next() throws CameraException, InterruptedException {
    Frame.Layout layout = camera.read(buffer);
    if (layout == null) {
      camera.close();
      camera.open();
      streamStart = streamNow + FRAME_NANOS;
      layout = camera.read(buffer);
    }
    if (layout == null) {
      throw new CameraException(camera.name() + ": ends without a single frame");
    }
    long capture = System.nanoTime() - buffer.begun();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (Frame frame =
        new Frame(camera.name(), number++, time(), layout, buffer.pixels(), capture, () -> {})) {
      pipeline.process(frame);
    }
    allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
    forwardCpu += clock.cpuNanos(Stage.INFER);
    if (sizes.isEmpty()) {
      sizes =
          "camera frames "
              + (layout.frameWidth() + "x" + layout.frameHeight())
              + (", read as " + layout.width() + "x" + layout.height());
    }
  }

  /** By the stream's own time where it has one: a recording runs faster here than it was taken. */
  private FrameTime time() {
    long since = buffer.streamNanos();
    streamNow = since < 0 ? number * FRAME_NANOS : streamStart + since;
    return new FrameTime(streamNow, buffer.captured().wallMillis());
  }

  /** Without the frames that a stage was left out for. */
  private static Map<Stage, List<Long>> sorted(Map<Stage, long[]> nanos) {
    Map<Stage, List<Long>> sorted = new EnumMap<>(Stage.class);
    nanos.forEach(
        (stage, times) ->
            sorted.put(
                stage, Arrays.stream(times).filter(time -> time > 0).sorted().boxed().toList()));
    return sorted;
  }
}
