package io.pipit.health;

import io.pipit.scene.CameraState.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the program and its board fared at one moment.
 *
 * @param uptimeSeconds since the program's start
 * @param cameras one entry for each camera
 * @param inferMedianMillis median time of the model's forward; null before the first
 * @param inferP95Millis 95th percentile of the same
 * @param rssBytes memory of the process that is in RAM; null when the kernel does not tell
 * @param temperatureCelsius of the processor; null when the board has no sensor
 * @param throttled a Raspberry Pi's throttling bits; null on other boards
 * @param recovery steps of recovery since the program was installed
 * @param clockSynced whether the wall clock is known to be right
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
    boolean clockSynced) {
  public HealthSample {
    cameras = List.copyOf(cameras);
  }

  /**
   * One camera.
   *
   * @param camera its name
   * @param status its state
   * @param fps frames per second that went through the model since the last sample
   * @param captured pictures read since the program's start
   * @param dropped of those, replaced by a newer one before the model was free
   * @param reopened how often it was opened again since the program's start
   */
  public record CameraSample(
      String camera, Status status, double fps, long captured, long dropped, long reopened) {}
}
