package io.pipit.track;

import io.pipit.config.CameraSettings;
import io.pipit.config.ObjectSettings;
import io.pipit.config.ObjectSettings.Criteria;
import io.pipit.config.TrackerSettings;
import io.pipit.scene.ModelIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The filter of each camera. */
public final class Filters {
  private final Map<String, Filter> byCamera = new HashMap<>();

  /**
   * The filters of all cameras.
   *
   * @param modelScores by class index what is asked of a score where the settings leave it to the
   *     model, 0 to 1
   */
  public Filters(
      List<CameraSettings> cameras,
      TrackerSettings tracker,
      ModelIdentity model,
      List<Float> modelScores) {
    for (CameraSettings camera : cameras) {
      ObjectSettings objects = camera.objects();
      byCamera.put(
          camera.name(),
          new Filter(
              objects, camera.places().masks(), model.classes(), tracker.lowScore(), modelScores));
    }
  }

  /** The camera's. */
  public Filter of(String camera) {
    Filter filter = byCamera.get(camera);
    if (filter == null) {
      throw new IllegalArgumentException("filters: there is no camera " + camera);
    }
    return filter;
  }

  /** The least score that is asked of any detection; what the model itself asks is left out. */
  public static float leastScore(List<CameraSettings> cameras, TrackerSettings tracker) {
    float least = tracker.lowScore();
    for (CameraSettings camera : cameras) {
      least = lesser(least, camera.objects().general());
      for (Criteria criteria : camera.objects().filters().values()) {
        least = lesser(least, criteria);
      }
    }
    return least;
  }

  private static float lesser(float least, Criteria criteria) {
    return Float.isNaN(criteria.minScore()) ? least : Math.min(least, criteria.minScore());
  }
}
