package io.pipit.track;

import io.pipit.config.TrackerSettings;
import java.util.HashMap;
import java.util.Map;

/** One tracker for each camera; track numbers are unique among them all. */
public final class Trackers {
  private final TrackerSettings settings;
  private final Filters filters;
  private final Map<String, Tracker> byCamera = new HashMap<>();
  private long lastId;

  public Trackers(TrackerSettings settings, Filters filters) {
    this.settings = settings;
    this.filters = filters;
  }

  /** The camera's tracker; one that has seen nothing at the camera's first frame. */
  public Tracker of(String camera) {
    Tracker tracker = byCamera.get(camera);
    if (tracker == null) {
      tracker = new Tracker(settings, filters.of(camera), () -> ++lastId);
      byCamera.put(camera, tracker);
    }
    return tracker;
  }

  /** The camera shows nothing any more: what it showed is not what it will show. */
  public void forget(String camera) {
    byCamera.remove(camera);
  }
}
