package io.pipit.event;

import io.pipit.event.CameraState.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the program and its board fared at one moment.
 *
 * @param uptimeSeconds since the program's start
 * @param cameras one entry for each camera
 * @param inferMedianMillis median time of the model's forward; null before the first
 * @param inferP95Millis 95th percentile of the same
 * @param rssBytes memory of the process that is in RAM; null when the kernel does not report it
 * @param temperatureCelsius of the processor; null when the board has no sensor
 * @param throttled a Raspberry Pi's throttling bits; null on other boards
 * @param recovery steps of recovery since the program was installed
 * @param clockSynced whether the wall clock is known to be right
 * @param delivery what clients got, and what was lost on the way to them
 */
public record HealthSample(
    double uptimeSeconds,
    List<CameraSample> cameras,
    @Nullable Double inferMedianMillis,
    @Nullable Double inferP95Millis,
    @Nullable Long rssBytes,
    @Nullable Double temperatureCelsius,
    @Nullable Integer throttled,
    RecoveryCounts recovery,
    boolean clockSynced,
    Delivery delivery)
    implements Event {
  public HealthSample {
    cameras = List.copyOf(cameras);
  }

  @Override
  public Kind kind() {
    return Kind.HEALTH;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.health(this);
  }

  @Override
  public @Nullable String camera() {
    return null;
  }

  @Override
  public @Nullable Subject subject() {
    return null;
  }

  /** The same, with what the event stream knows of its clients. */
  public HealthSample with(Delivery known) {
    return new HealthSample(
        uptimeSeconds,
        cameras,
        inferMedianMillis,
        inferP95Millis,
        rssBytes,
        temperatureCelsius,
        throttled,
        recovery,
        clockSynced,
        known);
  }

  /**
   * What the event stream knows of its clients.
   *
   * @param skipped reports without events that were left out since the program's start, because the
   *     net thread was far behind
   * @param clients each client that subscribes now
   */
  public record Delivery(long skipped, List<Client> clients) {
    /** Before the stream has said anything. */
    public static final Delivery NONE = new Delivery(0, List.of());

    public Delivery {
      clients = List.copyOf(clients);
    }
  }

  /**
   * One client.
   *
   * @param name where it connects from
   * @param dropped messages that it lost since it connected because it read too slowly
   */
  public record Client(String name, long dropped) {}

  /**
   * One camera.
   *
   * @param camera its name
   * @param status its state
   * @param fps frames per second that were processed since the last sample
   * @param captured frames read since the program's start
   * @param dropped frames replaced by a newer one before the model was free, or too old
   * @param reopened how often it was opened again since the program's start
   * @param looked frames that the model has examined since the program's start
   * @param skipped frames that it has not, as nothing had changed
   * @param decoder what decodes its frames
   */
  public record CameraSample(
      String camera,
      Status status,
      double fps,
      long captured,
      long dropped,
      long reopened,
      long looked,
      long skipped,
      Decoder decoder) {}
}
