package io.pipit.rule;

import io.pipit.config.CameraSettings;
import io.pipit.config.RuleSettings;
import io.pipit.scene.FrameTime;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.Track;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * From tracks to what happens: their life, zones, lines and rules. A pure function of what it was
 * told before and what it is told now; it reads no clock. Used by the pipeline thread only.
 */
public final class RuleEngine {
  private final Map<String, CameraPlaces> places = new HashMap<>();
  private final Map<String, ZoneCounts> counts = new HashMap<>();
  private final TrackLifecycle lifecycle = new TrackLifecycle();
  private final Inputs inputs = new Inputs();
  private final RuleState[] rules;
  private final List<SceneEvent> crossings = new ArrayList<>();

  /**
   * An engine that has seen nothing; all inputs are off.
   *
   * @param zone in which the rules' schedules are meant
   */
  public RuleEngine(List<CameraSettings> cameras, List<RuleSettings> rules, ZoneId zone) {
    for (CameraSettings camera : cameras) {
      String name = camera.name();
      places.put(name, new CameraPlaces(name, camera.places()));
      counts.put(name, new ZoneCounts(name, camera.places().zones()));
    }
    WeekClock clock = new WeekClock(zone);
    this.rules =
        rules.stream().map(rule -> new RuleState(rule, inputs, clock)).toArray(RuleState[]::new);
  }

  /**
   * Takes in one frame.
   *
   * @param time when it was captured; later than this camera's last one
   * @param width of the picture in which the tracks' boxes are, in pixels
   * @param height of that picture
   * @param tracks the camera's confirmed tracks
   */
  public Outcome evaluate(
      String camera, FrameTime time, int width, int height, List<Track> tracks) {
    for (RuleState rule : rules) {
      rule.forgetAllBut(camera, tracks);
    }
    return judge(camera, time, width, height, tracks);
  }

  private Outcome judge(String camera, FrameTime time, int width, int height, List<Track> tracks) {
    CameraPlaces here = of(places, camera);
    crossings.clear();
    List<Track> placed = here.locate(tracks, time.monoNanos(), width, height, crossings);
    List<SceneEvent> events = lifecycle.evaluate(camera, time, placed);
    of(counts, camera).update(placed, events);
    events.addAll(crossings);
    for (RuleState rule : rules) {
      rule.look(camera, placed, here, crossings, time, events);
    }
    return new Outcome(placed, events);
  }

  /**
   * A camera shows nothing any more: its tracks end, its zones are empty, its rules clear. What had
   * made a rule fire is remembered: a parked car that is there when the camera is back makes it not
   * fire again.
   */
  public Outcome cameraLost(String camera, FrameTime time) {
    return judge(camera, time, 1, 1, List.of());
  }

  /** An input of the board has changed. */
  public List<RuleChanged> inputChanged(String input, boolean active, FrameTime time) {
    inputs.set(input, active);
    List<SceneEvent> events = new ArrayList<>();
    for (RuleState rule : rules) {
      rule.evaluate(time, events);
    }
    return events.stream().map(RuleChanged.class::cast).toList();
  }

  /**
   * No picture has come for a while: what needs none goes on, and schedules end. What needs
   * pictures waits for the next one.
   */
  public List<RuleChanged> timePassed(FrameTime time) {
    List<SceneEvent> events = new ArrayList<>();
    for (RuleState rule : rules) {
      rule.passTime(time, events);
    }
    return events.stream().map(RuleChanged.class::cast).toList();
  }

  /**
   * The outputs that may be as they are because of what a camera showed: those of the rules about
   * it, but for rules that another camera makes hold.
   */
  public Set<String> outputsWithout(String camera) {
    Set<String> outputs = new TreeSet<>();
    for (RuleState rule : rules) {
      if (rule.looksAt(camera) && !rule.isActive()) {
        outputs.addAll(rule.outputs());
      }
    }
    for (RuleState rule : rules) {
      if (rule.isActive()) {
        outputs.removeAll(rule.outputs());
      }
    }
    return outputs;
  }

  private static <T> T of(Map<String, T> all, String camera) {
    T found = all.get(camera);
    if (found == null) {
      throw new IllegalArgumentException("no camera is called " + camera);
    }
    return found;
  }
}
