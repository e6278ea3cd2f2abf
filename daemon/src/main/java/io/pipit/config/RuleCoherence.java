package io.pipit.config;

import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.errors.Suggestion;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds rules that can never fire, and pins that no rule uses. */
final class RuleCoherence extends Coherence {
  RuleCoherence(Diagnostics diagnostics, Settings settings, ModelCards.Facts model) {
    super(diagnostics, settings, model);
  }

  @Override
  void check() {
    settings.rules().forEach(this::rule);
    pins();
  }

  private void rule(RuleSettings rule) {
    When when = rule.when();
    String path = path(rule);
    if (rule.reactions().isEmpty() && rule.events().isEmpty()) {
      diagnostics.warning(path, "does nothing but report that it fires: 'then' is empty");
    }
    if (when.minScore() > HIGHEST_SCORE) {
      diagnostics.problem(
          path + ".when.min-score", "never comes true: no score reaches " + HIGHEST_SCORE);
    }
    if (when.schedule().usesSun() && settings.schedules().location() == null) {
      diagnostics.problem(
          path + ".when.schedule", "needs location { latitude, longitude } for the sun's hours");
    }
    if (!when.needsTrack()) {
      return;
    }
    List<CameraSettings> cameras =
        settings.cameras().stream().filter(camera -> isMeant(when, camera)).toList();
    Set<String> labels = when.labels().isEmpty() ? Set.copyOf(model.classes()) : when.labels();
    List<String> lost =
        labels.stream()
            .filter(label -> cameras.stream().noneMatch(one -> counts(when, one, label)))
            .sorted()
            .toList();
    if (lost.isEmpty() || (when.labels().isEmpty() && lost.size() < labels.size())) {
      return;
    }
    String key = path + ".when." + (when.labels().isEmpty() ? "zone" : "label");
    String message =
        "no camera of this rule lets " + Suggestion.list(lost) + " through" + why(when, cameras);
    if (lost.size() == labels.size()) {
      diagnostics.problem(key, "never comes true: " + message);
    } else {
      diagnostics.warning(key, message);
    }
  }

  private static boolean isMeant(When when, CameraSettings camera) {
    Regions regions = camera.regions();
    boolean zone =
        when.zone() == null
            || regions.zones().stream().anyMatch(one -> one.name().equals(when.zone()));
    boolean line =
        when.line() == null
            || regions.lines().stream().anyMatch(one -> one.name().equals(when.line()));
    boolean named = when.cameras().isEmpty() || when.cameras().contains(camera.name());
    return named && zone && line;
  }

  /** Whether an object of this label that the camera sees can be what the rule waits for. */
  private boolean counts(When when, CameraSettings camera, String label) {
    Regions regions = camera.regions();
    Stream<Set<String>> zones =
        regions.zones().stream()
            .filter(one -> one.name().equals(when.zone()))
            .map(Regions.Zone::objects);
    Stream<Set<String>> lines =
        regions.lines().stream()
            .filter(one -> one.name().equals(when.line()))
            .map(Regions.Line::objects);
    return tracked(camera).contains(label)
        && Stream.concat(zones, lines).allMatch(one -> one.isEmpty() || one.contains(label));
  }

  private String why(When when, List<CameraSettings> cameras) {
    return cameras.stream()
        .flatMap(
            camera ->
                Stream.of(
                    path(camera) + ".objects.track",
                    objects(camera, "zones", String.valueOf(when.zone())),
                    objects(camera, "lines", String.valueOf(when.line()))))
        .map(this::see)
        .filter(place -> !place.isEmpty())
        .distinct()
        .limit(3)
        .collect(Collectors.joining());
  }

  private void pins() {
    Set<String> used = new TreeSet<>();
    for (RuleSettings rule : settings.rules()) {
      rule.reactions().stream().map(Reaction::output).forEach(used::add);
      Stream.of(rule.when().armed(), rule.when().input())
          .filter(Objects::nonNull)
          .forEach(used::add);
    }
    settings.gpio().outputs().forEach(one -> unused("outputs", one.name(), used));
    settings.gpio().inputs().forEach(one -> unused("inputs", one.name(), used));
  }

  private void unused(String kind, String name, Set<String> used) {
    if (!used.contains(name)) {
      diagnostics.warning("gpio." + kind + "." + name, "is used by no rule");
    }
  }
}
