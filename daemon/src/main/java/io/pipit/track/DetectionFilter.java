package io.pipit.track;

import io.pipit.config.CameraSettings;
import io.pipit.config.ObjectSettings;
import io.pipit.config.ObjectSettings.Criteria;
import io.pipit.config.Regions.Mask;
import io.pipit.config.TrackerSettings;
import io.pipit.explain.Limit;
import io.pipit.scene.Box;
import io.pipit.scene.ConfusableClasses;
import io.pipit.scene.Detection;
import io.pipit.scene.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which detections count for one camera, by label: score, area and shape of the box, masks. For one
 * thread.
 */
public final class DetectionFilter {
  private final Criteria[] criteria;
  private final float[] minScores;
  private final float[] thresholds;
  private final boolean[] tracked;
  private final ConfusableClasses confusable;
  private final float lowScore;
  private final Mask[] masks;
  private final List<Detection> kept = new ArrayList<>();

  /**
   * The filter of one camera.
   *
   * @param classes the model's labels by class index
   * @param modelMinScores by class index what is asked of a score where the settings leave it to
   *     the model, 0 to 1
   */
  public static DetectionFilter of(
      CameraSettings camera,
      TrackerSettings tracker,
      List<String> classes,
      List<Float> modelMinScores) {
    return new DetectionFilter(
        camera.objects(), camera.regions().masks(), classes, tracker.lowScore(), modelMinScores);
  }

  /**
   * Resolves the settings of one camera to scores by class index.
   *
   * @param masks areas in which nothing counts
   * @param classes the model's labels by class index
   * @param lowScore below it nothing counts
   * @param modelMinScores by class index what is asked of a score where the settings leave it to
   *     the model, 0 to 1
   */
  public DetectionFilter(
      ObjectSettings settings,
      List<Mask> masks,
      List<String> classes,
      float lowScore,
      List<Float> modelMinScores) {
    this.lowScore = lowScore;
    this.masks = masks.toArray(Mask[]::new);
    criteria = new Criteria[classes.size()];
    minScores = new float[classes.size()];
    thresholds = new float[classes.size()];
    tracked = new boolean[classes.size()];
    confusable = new ConfusableClasses(classes);
    for (int i = 0; i < criteria.length; i++) {
      String label = classes.get(i);
      criteria[i] = settings.of(label);
      minScores[i] = orElse(criteria[i].minScore(), modelMinScores.get(i));
      thresholds[i] = orElse(criteria[i].threshold(), modelMinScores.get(i));
      tracked[i] = settings.track().isEmpty() || settings.track().contains(label);
    }
  }

  /**
   * The detections that may continue a track, in their order. The list is used again by the next
   * call.
   *
   * @param width of the camera's frame in pixels
   * @param height of the camera's frame in pixels
   */
  public List<Detection> keep(List<Detection> detections, int width, int height) {
    kept.clear();
    for (int i = 0; i < detections.size(); i++) {
      Detection detection = detections.get(i);
      if (stoppedBy(detection, width, height) == null) {
        kept.add(detection);
      }
    }
    return kept;
  }

  /** Those that may begin a track as well: the ones to show. */
  public List<Detection> highScore(List<Detection> detections) {
    int count = 0;
    for (int i = 0; i < detections.size(); i++) {
      count += isHighScore(detections.get(i)) ? 1 : 0;
    }
    if (count == 0) {
      return List.of();
    }
    List<Detection> shown = new ArrayList<>(count);
    for (int i = 0; i < detections.size(); i++) {
      if (isHighScore(detections.get(i))) {
        shown.add(detections.get(i));
      }
    }
    return shown;
  }

  /** Whether the detection may begin a track. */
  boolean isHighScore(Detection detection) {
    return detection.score() >= minScores[detection.classId()];
  }

  /**
   * What keeps the detection from continuing a track; null: nothing.
   *
   * @param width of the camera's frame in pixels
   * @param height of the camera's frame in pixels
   */
  @Nullable Limit stoppedBy(Detection detection, int width, int height) {
    int classId = detection.classId();
    if (detection.score() < lowScore(classId)) {
      return Limit.LOW_SCORE;
    }
    if (!tracked[classId]) {
      return Limit.TRACK;
    }
    Limit shape = stoppedBy(detection.box(), criteria[classId], (float) width * height);
    if (shape != null) {
      return shape;
    }
    return mask(detection, width, height) == null ? null : Limit.MASK;
  }

  /** What is asked of the boxes of a class. */
  Criteria criteria(int classId) {
    return criteria[classId];
  }

  /** The score below which a box of the class is ignored. */
  float lowScore(int classId) {
    return Math.min(lowScore, minScores[classId]);
  }

  /** The score from which on a box of the class may begin a track. */
  float minScore(int classId) {
    return minScores[classId];
  }

  /** The median score at which a track of the class counts. */
  float threshold(int classId) {
    return thresholds[classId];
  }

  int classCount() {
    return criteria.length;
  }

  /** Whether the model may give one object now this class, now that one. */
  boolean isConfusable(int classId, int other) {
    return confusable.group(classId) == confusable.group(other);
  }

  private static float orElse(float own, float general) {
    return Float.isNaN(own) ? general : own;
  }

  private static @Nullable Limit stoppedBy(Box box, Criteria wanted, float frameArea) {
    float area = box.area();
    if (!(area >= pixels(wanted.minArea(), frameArea))) {
      return Limit.MIN_AREA;
    }
    if (!(area <= pixels(wanted.maxArea(), frameArea))) {
      return Limit.MAX_AREA;
    }
    float ratio = box.width() / box.height();
    if (!(ratio >= wanted.minRatio())) {
      return Limit.MIN_RATIO;
    }
    return ratio > wanted.maxRatio() ? Limit.MAX_RATIO : null;
  }

  /** The mask that the detection stands in; null: none. */
  @Nullable Mask mask(Detection detection, int width, int height) {
    if (masks.length == 0) {
      return null;
    }
    Point place = Point.standing(detection.box(), width, height);
    for (Mask mask : masks) {
      if ((mask.objects().isEmpty() || mask.objects().contains(detection.label()))
          && mask.area().contains(place)) {
        return mask;
      }
    }
    return null;
  }

  private static float pixels(float area, float frameArea) {
    return isFraction(area) ? area * frameArea : area;
  }

  /** Whether an area of the settings is a fraction of the frame's, not square pixels of it. */
  static boolean isFraction(float area) {
    return area < 1;
  }
}
