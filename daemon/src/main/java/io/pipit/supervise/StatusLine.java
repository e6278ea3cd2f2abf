package io.pipit.supervise;

import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.CameraSample;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code systemctl status} shows: each camera's frames per second. */
final class StatusLine {
  private StatusLine() {}

  static String of(HealthSample sample) {
    return sample.cameras().stream().map(StatusLine::of).collect(Collectors.joining(", "));
  }

  private static String of(CameraSample camera) {
    return String.format(
        Locale.ROOT,
        "%s %s (%.1f fps)",
        camera.camera(),
        camera.status().name().toLowerCase(Locale.ROOT),
        camera.fps());
  }
}
