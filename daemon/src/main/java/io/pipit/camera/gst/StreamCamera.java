package io.pipit.camera.gst;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.NetworkHost;
import io.pipit.config.CameraSettings.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the cameras whose streams {@code pipit-camera} decodes. */
public final class StreamCamera {
  /** How long a host may take that did not answer GStreamer either. */
  private static final Duration PROBE = Duration.ofSeconds(2);

  private StreamCamera() {}

  /** Says what is wanted of the child, each time the camera is opened. */
  public interface Description {
    byte[] find(CameraProgram.Mode mode) throws CameraException;
  }

  /**
   * A camera, not yet opened.
   *
   * @param title what the source is, for messages; without a password
   * @param decoder auto, hardware or software
   * @param reset resets its device
   */
  public static Camera of(
      String name,
      Source source,
      String title,
      String decoder,
      Description description,
      ProcessCamera.Limits limits,
      ProcessCamera.Reset reset) {
    Fallbacks fallbacks = new Fallbacks(decoder, System::nanoTime);
    return of(name, source, title, CameraProgram.command(), fallbacks, description, limits, reset);
  }

  static Camera of(
      String name,
      Source source,
      String title,
      List<String> command,
      Fallbacks fallbacks,
      Description description,
      ProcessCamera.Limits limits,
      ProcessCamera.Reset reset) {
    return new ProcessCamera(
        name,
        title,
        mode -> new ProcessCamera.Start(command, description.find(mode)),
        fallbacks,
        limits,
        error -> error.toFailure(source, title, () -> obstacle(source)),
        reset);
  }

  private static Optional<String> obstacle(Source source) {
    if (source instanceof Source.Rtsp rtsp) {
      return NetworkHost.of(rtsp.url()).obstacle(PROBE);
    }
    return source instanceof Source.Http http
        ? NetworkHost.of(http.url()).obstacle(PROBE)
        : Optional.empty();
  }
}
