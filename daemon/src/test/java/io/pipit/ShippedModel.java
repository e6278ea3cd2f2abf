package io.pipit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.pipit.config.ModelSettings;
import io.pipit.config.SettingsLoader;
import java.nio.file.Path;
import java.util.List;

/** The model that the repository ships, which is installed for none of the tests. */
public final class ShippedModel {
  private static final Path DIR = Path.of("../models/edge8");
  private static final Config CARD = ConfigFactory.parseFile(DIR.resolve("model.json").toFile());

  private ShippedModel() {}

  /** It, run as the shipped configuration says. */
  static ModelSettings settings() {
    ModelSettings shipped = SettingsLoader.shipped().model();
    return new ModelSettings(
        DIR,
        shipped.engine(),
        shipped.input(),
        shipped.minScore(),
        shipped.nmsIou(),
        shipped.threads());
  }

  /** By class index the score that its card recommends, 0 to 1. */
  public static List<Float> minScores() {
    return CARD.getStringList("classes").stream().map(ShippedModel::minScore).toList();
  }

  /** The score that its card recommends for a label, 0 to 1. */
  public static float minScore(String label) {
    return (float) CARD.getConfig("min_scores").getDouble(label);
  }
}
