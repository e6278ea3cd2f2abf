package io.pipit.config;

import java.util.List;
import java.util.Map;

/**
 * Which of the objects that the model finds count for a camera.
 *
 * @param track their labels; empty: all that the model knows
 * @param general what is asked of every label without an entry in {@code filters}
 * @param filters what is asked of these labels
 */
public record ObjectSettings(List<String> track, Criteria general, Map<String, Criteria> filters) {
  public ObjectSettings {
    track = List.copyOf(track);
    filters = Map.copyOf(filters);
  }

  /** What is asked of the objects of this label. */
  public Criteria of(String label) {
    return filters.getOrDefault(label, general);
  }

  /**
   * What an object must be like to count. An area below 1 is a fraction of the frame's, others are
   * square pixels of the camera's frame. A ratio is the box's width by its height.
   *
   * @param minScore a box with a lower score begins no track, 0 to 1; NaN: as the model's settings
   *     say
   * @param threshold the median of its scores at which a track counts, 0 to 1; NaN: as the model's
   *     settings say
   * @param maxArea infinite: no limit
   * @param maxRatio infinite: no limit
   */
  public record Criteria(
      float minScore,
      float threshold,
      float minArea,
      float maxArea,
      float minRatio,
      float maxRatio) {}
}
