package io.pipit;

import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Limits;
import io.pipit.config.MotionSettings;
import io.pipit.config.ObjectSettings;
import io.pipit.config.Regions;
import io.pipit.config.RuleSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.config.TrackerSettings;
import java.time.Duration;
import java.util.List;

/** Settings for tests: what a test does not say is as in the shipped configuration. */
public final class TestSettings {
  private TestSettings() {}

  public static CameraSettings camera(
      String name, CameraSettings.Source source, double fps, Duration frameTimeout) {
    Limits shipped = SettingsLoader.shipped().cameras().get(0).limits();
    Duration half = frameTimeout.dividedBy(2);
    Duration stale = half.compareTo(shipped.staleAfter()) < 0 ? half : shipped.staleAfter();
    Limits limits = new Limits(stale, frameTimeout, shipped.frozenAfter());
    return new CameraSettings(name, source, fps, limits, objects(), Regions.NONE);
  }

  /** The demo camera, with zones, lines and masks. */
  public static CameraSettings camera(String name, Regions regions) {
    CameraSettings camera =
        camera(name, new CameraSettings.Source.Demo(1, 640, 360), 10, Duration.ofSeconds(10));
    return new CameraSettings(
        name, camera.source(), camera.fps(), camera.limits(), camera.objects(), regions);
  }

  /** The same camera with other settings of its gate. */
  public static CameraSettings camera(CameraSettings camera, MotionSettings motion) {
    return new CameraSettings(
        camera.name(),
        camera.source(),
        camera.fps(),
        camera.limits(),
        camera.objects(),
        camera.regions(),
        camera.shape(),
        motion);
  }

  public static ObjectSettings objects() {
    return SettingsLoader.shipped().cameras().get(0).objects();
  }

  /** The shipped settings with other cameras and rules. */
  public static Settings settings(List<CameraSettings> cameras, List<RuleSettings> rules) {
    return SettingsLoader.shipped().with(cameras, rules);
  }

  public static TrackerSettings tracker() {
    return SettingsLoader.shipped().tracker();
  }
}
