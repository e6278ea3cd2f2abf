package io.pipit.config;

import io.pipit.errors.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Finds labels that the model does not know. */
final class LabelCoherence extends Coherence {
  LabelCoherence(Diagnostics diagnostics, Settings settings, ModelCards.Facts model) {
    super(diagnostics, settings, model);
  }

  @Override
  void check() {
    for (CameraSettings camera : settings.cameras()) {
      String path = path(camera);
      known(path + ".objects.track", camera.objects().track());
      for (String label : new TreeSet<>(camera.objects().filters().keySet())) {
        known(path + ".objects.filters." + quoted(label), List.of(label));
      }
      Regions regions = camera.regions();
      regions.zones().forEach(one -> known(objects(camera, "zones", one.name()), one.objects()));
      regions.lines().forEach(one -> known(objects(camera, "lines", one.name()), one.objects()));
      regions.masks().forEach(one -> known(objects(camera, "masks", one.name()), one.objects()));
    }
    settings.rules().forEach(rule -> known(path(rule) + ".when.label", rule.when().labels()));
  }

  private void known(String path, Collection<String> labels) {
    for (String label : new TreeSet<>(labels)) {
      if (!model.classes().contains(label)) {
        String hint = Suggestion.hint(label, model.classes());
        diagnostics.problem(
            path,
            "the model %s does not know the label '%s'%s"
                .formatted(
                    model.name(),
                    label,
                    hint.isEmpty() ? "; it knows " + Suggestion.list(model.classes()) : hint));
      }
    }
  }
}
