package io.pipit.config;

import io.pipit.errors.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Looks whether the labels that a configuration names are ones that the model knows. */
public final class Labels {
  private final String model;
  private final List<String> classes;
  private final List<String> problems = new ArrayList<>();

  private Labels(String model, List<String> classes) {
    this.model = model;
    this.classes = classes;
  }

  /**
   * Checks all of them.
   *
   * @param model its name, for messages
   * @param classes all that it knows
   * @throws UnknownLabelException with every label that it does not know
   */
  public static void check(
      List<CameraSettings> cameras, List<RuleSettings> rules, String model, List<String> classes) {
    Labels labels = new Labels(model, classes);
    cameras.forEach(labels::look);
    for (RuleSettings rule : rules) {
      labels.look("rules." + rule.name() + ".when.label", rule.when().labels());
    }
    if (!labels.problems.isEmpty()) {
      throw new UnknownLabelException(labels.problems);
    }
  }

  private void look(CameraSettings camera) {
    String path = "cameras." + camera.name();
    look(path + ".objects.track", camera.objects().track());
    look(path + ".objects.filters", camera.objects().filters().keySet());
    Regions regions = camera.regions();
    regions.zones().forEach(zone -> look(path + ".zones." + zone.name(), zone.objects()));
    regions.lines().forEach(line -> look(path + ".lines." + line.name(), line.objects()));
    regions.masks().forEach(mask -> look(path + ".masks." + mask.name(), mask.objects()));
  }

  private void look(String key, Collection<String> labels) {
    for (String label : new TreeSet<>(labels)) {
      if (!classes.contains(label)) {
        String hint = Suggestion.hint(label, classes);
        problems.add(
            key
                + (": the model " + model + " does not know the label '" + label + "'")
                + (hint.isEmpty()
                    ? "; it knows " + Suggestion.list(classes) + " (classes in its model.json)"
                    : hint));
      }
    }
  }
}
