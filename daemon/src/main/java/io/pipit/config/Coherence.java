package io.pipit.config;

import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.Set;

/**
 * Looks for what is right by itself and comes to nothing together. A path names a key as the
 * readers do.
 */
abstract class Coherence {
  /** No score comes so near to 1: it is the logistic function of an 8-bit value. */
  static final float HIGHEST_SCORE = 0.995f;

  final Diagnostics diagnostics;
  final Settings settings;
  final ModelCards.Facts model;

  Coherence(Diagnostics diagnostics, Settings settings, ModelCards.Facts model) {
    this.diagnostics = diagnostics;
    this.settings = settings;
    this.model = model;
  }

  /** Reports what it finds. */
  abstract void check();

  final Set<String> tracked(CameraSettings camera) {
    List<String> track = camera.objects().track();
    return Set.copyOf(track.isEmpty() ? model.classes() : track);
  }

  final String seeTrack(CameraSettings camera) {
    return see(path(camera) + ".objects.track");
  }

  /** Where a key stands in the user's own files, in brackets; nothing when it is a default. */
  final String see(String path) {
    String place = diagnostics.place(path);
    return place.isEmpty() ? "" : " (" + path + ", " + place + ")";
  }

  static String path(CameraSettings camera) {
    return CamerasReader.CAMERAS + "." + camera.name();
  }

  static String path(RuleSettings rule) {
    return "rules." + rule.name();
  }

  static String objects(CameraSettings camera, String kind, String name) {
    return path(camera) + "." + kind + "." + name + ".objects";
  }

  static String quoted(String label) {
    return ConfigUtil.joinPath(label);
  }
}
