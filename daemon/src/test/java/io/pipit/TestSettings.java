package io.pipit;

import io.pipit.config.CameraSettings;
import io.pipit.config.ObjectSettings;
import io.pipit.config.SettingsLoader;
import io.pipit.config.TrackerSettings;
import java.time.Duration;

/** Settings for tests: what a test does not say is as in the shipped configuration. */
public final class TestSettings {
  private TestSettings() {}

  public static CameraSettings camera(
      String name, CameraSettings.Source source, double fps, Duration frameTimeout) {
    return new CameraSettings(name, source, fps, frameTimeout, objects());
  }

  public static ObjectSettings objects() {
    return SettingsLoader.shipped().cameras().get(0).objects();
  }

  public static TrackerSettings tracker() {
    return SettingsLoader.shipped().tracker();
  }
}
