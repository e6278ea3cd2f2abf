package io.pipit.cli;

import io.pipit.camera.Cameras;
import io.pipit.config.EffectiveValue;
import io.pipit.config.ModelCards;
import io.pipit.config.ModelSettings;
import io.pipit.config.Settings;
import io.pipit.detect.Detectors;
import io.pipit.detect.model.ModelPackage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code auto} comes to, as far as that is known without cameras and without libtorch. */
final class AutomaticValues {
  private final Map<String, String> byKey;

  private AutomaticValues(Map<String, String> byKey) {
    this.byKey = byKey;
  }

  /**
   * Those of some settings.
   *
   * @throws io.pipit.errors.UserException when the model's card can't be read
   */
  static AutomaticValues of(Settings settings) {
    ModelSettings model = settings.model();
    ModelCards.Facts facts = ModelPackage.facts(model.dir());
    String scores = scores(facts) + " (" + facts.name() + ")";
    return new AutomaticValues(
        Map.of(
            "node",
            settings.node(),
            "model.engine",
            Detectors.usualEngine(),
            "model.threads",
            Detectors.threads(model, Cameras.decoded(settings.cameras())) + " on this computer",
            "model.input-side",
            facts.inputSide() + " (" + facts.name() + ")",
            "model.input",
            "by each camera's shape, its longer side " + facts.inputSide(),
            "model.min-score",
            scores));
  }

  private static String scores(ModelCards.Facts facts) {
    Map<Float, List<String>> labels = new HashMap<>();
    for (int i = 0; i < facts.classes().size(); i++) {
      labels
          .computeIfAbsent(facts.minScores().get(i), score -> new ArrayList<>())
          .add(facts.classes().get(i));
    }
    List<String> texts = new ArrayList<>();
    labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> texts.add(text(one.getKey(), one.getValue())));
    return String.join(", ", texts);
  }

  private static String text(float score, List<String> labels) {
    String which = labels.size() > 8 ? labels.size() + " classes" : String.join(" ", labels);
    return String.format(Locale.ROOT, "%.2f %s", score, which);
  }

  /** What the value comes to; empty when it is not automatic or nothing is known yet. */
  Optional<String> meaning(EffectiveValue value) {
    if (!value.value().equals("\"auto\"")) {
      return Optional.empty();
    }
    if (value.key().endsWith(".min-score") || value.key().endsWith(".threshold")) {
      return Optional.of(byKey.getOrDefault(value.key(), "as model.min-score"));
    }
    return Optional.ofNullable(byKey.get(value.key()));
  }
}
