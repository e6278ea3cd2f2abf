package io.pipit.metrics;

import io.pipit.event.CameraState.Status;
import io.pipit.event.Decoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What the program counts. Written by the camera and pipeline threads, read by any; adding costs no
 * allocation.
 */
public final class Metrics {
  private final Map<String, CameraCounters> cameras = new ConcurrentHashMap<>();
  private final RecentTimes infer = new RecentTimes(512);

  /** The counters of one camera. */
  public static final class CameraCounters {
    /** Frames read from the camera. */
    public final LongAdder captured = new LongAdder();

    /** Frames replaced by a newer one before the pipeline took them, or too old to be decoded. */
    public final LongAdder dropped = new LongAdder();

    /** Frames that went through the pipeline. */
    public final LongAdder processed = new LongAdder();

    /** Of those, the ones that the model has examined. */
    public final LongAdder looked = new LongAdder();

    /** And the ones that it has not, as nothing had changed. */
    public final LongAdder skipped = new LongAdder();

    /** How often the camera was opened again after a failure. */
    public final LongAdder reopened = new LongAdder();

    /** Of those, how often its device had been away. */
    public final LongAdder foundAgain = new LongAdder();

    /** How often its USB device was reset. */
    public final LongAdder usbResets = new LongAdder();

    /** What decodes its frames. */
    public volatile Decoder decoder = Decoder.NONE;

    /** The camera's state; reconnecting before the first. */
    public volatile Status status = Status.RECONNECTING;
  }

  public Metrics(List<String> cameraNames) {
    cameraNames.forEach(name -> cameras.put(name, new CameraCounters()));
  }

  /**
   * The counters of one camera.
   *
   * @throws IllegalArgumentException for a name that no camera has
   */
  public CameraCounters camera(String name) {
    CameraCounters counters = cameras.get(name);
    if (counters == null) {
      throw new IllegalArgumentException("no camera is called " + name);
    }
    return counters;
  }

  /** One counter of all cameras together. */
  public long sum(Function<CameraCounters, LongAdder> counter) {
    return cameras.values().stream().mapToLong(camera -> counter.apply(camera).sum()).sum();
  }

  /** Times of the model's forward. */
  public RecentTimes infer() {
    return infer;
  }
}
