package io.pipit.config;

import io.pipit.config.CameraSettings.Source;
import io.pipit.config.ObjectSettings.Criteria;
import io.pipit.errors.Suggestion;
import io.pipit.scene.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds zones, lines and limits of a camera that let nothing through, and devices of two cameras.
 */
final class CameraCoherence extends Coherence {
  /** A zone is looked at in so many rows and columns. */
  private static final int GRID = 64;

  CameraCoherence(Diagnostics diagnostics, Settings settings, ModelCards.Facts model) {
    super(diagnostics, settings, model);
  }

  @Override
  void check() {
    settings.cameras().forEach(this::camera);
    devices();
  }

  private void camera(CameraSettings camera) {
    Set<String> tracked = tracked(camera);
    for (String label : new TreeSet<>(camera.objects().filters().keySet())) {
      String path = path(camera) + ".objects.filters." + quoted(label);
      if (!tracked.contains(label)) {
        diagnostics.warning(
            path, "has no effect: the camera does not track " + label + seeTrack(camera));
      }
      threshold(path, camera.objects().of(label), recommended(label));
    }
    threshold(path(camera) + ".objects", camera.objects().general(), 0);
    for (Regions.Zone zone : camera.regions().zones()) {
      String path = objects(camera, "zones", zone.name());
      reachable(path, camera, zone.objects());
      if (isMasked(camera, zone, tracked)) {
        diagnostics.problem(
            path(camera) + ".zones." + zone.name() + ".coordinates",
            "lies wholly in masks of the camera: nothing can ever be in it");
      }
    }
    for (Regions.Line line : camera.regions().lines()) {
      reachable(objects(camera, "lines", line.name()), camera, line.objects());
    }
  }

  private void threshold(String path, Criteria criteria, float recommended) {
    float lowest = Float.isNaN(criteria.minScore()) ? recommended : criteria.minScore();
    if (criteria.threshold() < lowest) {
      diagnostics.warning(
          path + ".threshold",
          "has no effect: it is less than the score at which a track begins, "
              + Units.show(Math.round(100 * lowest) / 100.0));
    }
    if (criteria.minScore() > HIGHEST_SCORE || criteria.threshold() > HIGHEST_SCORE) {
      String key = criteria.minScore() > HIGHEST_SCORE ? ".min-score" : ".threshold";
      diagnostics.problem(path + key, "lets nothing through: no score reaches " + HIGHEST_SCORE);
    }
  }

  private float recommended(String label) {
    if (!Float.isNaN(settings.model().minScore())) {
      return settings.model().minScore();
    }
    int index = model.classes().indexOf(label);
    return index < 0 ? 0 : model.minScores().get(index);
  }

  /** Some object of these labels must be tracked by the camera; empty: any label. */
  private void reachable(String path, CameraSettings camera, Set<String> labels) {
    if (labels.isEmpty()) {
      return;
    }
    Set<String> tracked = tracked(camera);
    List<String> lost = labels.stream().filter(label -> !tracked.contains(label)).sorted().toList();
    String message = "the camera does not track " + Suggestion.list(lost) + seeTrack(camera);
    if (lost.size() == labels.size()) {
      diagnostics.problem(path, "lets nothing through: " + message);
    } else if (!lost.isEmpty()) {
      diagnostics.warning(path, message);
    }
  }

  private boolean isMasked(CameraSettings camera, Regions.Zone zone, Set<String> tracked) {
    Set<String> labels = zone.objects().isEmpty() ? tracked : zone.objects();
    List<Regions.Mask> masks =
        camera.regions().masks().stream()
            .filter(mask -> mask.objects().isEmpty() || mask.objects().containsAll(labels))
            .toList();
    boolean any = false;
    for (int row = 0; row < GRID; row++) {
      for (int column = 0; column < GRID; column++) {
        Point point = new Point((column + 0.5f) / GRID, (row + 0.5f) / GRID);
        boolean inside = zone.area().contains(point);
        any |= inside;
        if (inside && masks.stream().noneMatch(mask -> mask.area().contains(point))) {
          return false;
        }
      }
    }
    return any;
  }

  private void devices() {
    Map<String, CameraSettings> users = new HashMap<>();
    for (CameraSettings camera : settings.cameras()) {
      if (camera.source() instanceof Source.V4l2 v4l2) {
        once(users, camera, "device", v4l2.device());
      } else if (camera.source() instanceof Source.Libcamera libcamera) {
        once(users, camera, "id", "libcamera " + libcamera.id());
      }
    }
  }

  private void once(
      Map<String, CameraSettings> users, CameraSettings camera, String key, String device) {
    CameraSettings first = users.putIfAbsent(device, camera);
    if (first != null) {
      diagnostics.problem(
          path(camera) + "." + key,
          "is that of the camera %s already%s; a device can be open once"
              .formatted(first.name(), see(path(first) + "." + key)));
    }
  }
}
