package io.pipit.track;

import io.pipit.config.ObjectSettings.Criteria;
import io.pipit.config.Regions.Mask;
import io.pipit.explain.Explanation;
import io.pipit.explain.Limit;
import io.pipit.scene.Detection;
import java.util.List;

/** Says why a camera's filter has dropped boxes of one frame, by asking it again. */
public final class BoxExplainer {
  private final DetectionFilter filter;
  private final Tracker tracker;
  private final int width;
  private final int height;

  /**
   * For the frames of one camera.
   *
   * @param tracker the camera's; has taken in the frame
   * @param width of the camera's frame in pixels
   * @param height of the camera's frame in pixels
   */
  public BoxExplainer(DetectionFilter filter, Tracker tracker, int width, int height) {
    this.filter = filter;
    this.tracker = tracker;
    this.width = width;
    this.height = height;
  }

  /**
   * Adds why boxes were dropped; nothing for those that were kept, and for faint second boxes of
   * objects that are known.
   *
   * @param found all that the model has found in the frame
   */
  public void explain(List<Detection> found, List<Explanation> out) {
    for (Detection box : found) {
      Limit limit = filter.stoppedBy(box, width, height);
      if (limit != null && !(limit == Limit.LOW_SCORE && tracker.isKnown(box))) {
        out.add(explain(box, limit));
      }
    }
  }

  private Explanation explain(Detection box, Limit limit) {
    Criteria wanted = filter.criteria(box.classId());
    double ratio = box.box().width() / box.box().height();
    return switch (limit) {
      case LOW_SCORE -> Explanation.of(box, limit, box.score(), filter.lowScore(box.classId()));
      case MIN_AREA -> Explanation.of(box, limit, area(box, wanted.minArea()), wanted.minArea());
      case MAX_AREA -> Explanation.of(box, limit, area(box, wanted.maxArea()), wanted.maxArea());
      case MIN_RATIO -> Explanation.of(box, limit, ratio, wanted.minRatio());
      case MAX_RATIO -> Explanation.of(box, limit, ratio, wanted.maxRatio());
      case MASK -> Explanation.of(box, limit, Double.NaN, Double.NaN).at(maskOf(box));
      default -> Explanation.of(box, limit, Double.NaN, Double.NaN);
    };
  }

  /** In the unit in which the settings ask for it. */
  private double area(Detection box, float asked) {
    float pixels = box.box().area();
    return DetectionFilter.isFraction(asked) ? pixels / ((double) width * height) : pixels;
  }

  private String maskOf(Detection box) {
    Mask mask = filter.mask(box, width, height);
    return mask == null ? "" : mask.name();
  }
}
