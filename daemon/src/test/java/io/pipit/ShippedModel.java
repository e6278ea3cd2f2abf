package io.pipit;

import io.pipit.config.ModelSettings;
import io.pipit.config.SettingsLoader;
import java.nio.file.Path;

/** The model that the repository ships, which is installed for none of the tests. */
final class ShippedModel {
  private ShippedModel() {}

  /** It, run as the shipped configuration says. */
  static ModelSettings settings() {
    ModelSettings shipped = SettingsLoader.shipped().model();
    return new ModelSettings(
        Path.of("../models/edge8"),
        shipped.engine(),
        shipped.input(),
        shipped.minScore(),
        shipped.nmsIou(),
        shipped.threads());
  }
}
