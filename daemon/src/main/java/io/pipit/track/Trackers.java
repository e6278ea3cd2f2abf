package io.pipit.track;

import java.util.HashMap;
import java.util.Map;

/** One tracker for each camera; track numbers are unique among them all. */
public final class Trackers {
  private final Map<String, Tracker> byCamera = new HashMap<>();
  private long lastId;

  /** The camera's tracker; one that has seen nothing at the camera's first frame. */
  public Tracker of(String camera) {
    Tracker tracker = byCamera.get(camera);
    if (tracker == null) {
      tracker = new Tracker(() -> ++lastId);
      byCamera.put(camera, tracker);
    }
    return tracker;
  }

  /** The camera shows nothing any more: what it showed is not what it will show. */
  public void forget(String camera) {
    byCamera.remove(camera);
  }
}
