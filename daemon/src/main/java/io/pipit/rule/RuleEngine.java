package io.pipit.rule;

import io.pipit.config.CameraSettings;
import io.pipit.config.Location;
import io.pipit.config.RuleSettings;
import io.pipit.explain.Explanation;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From tracks to what happens: their life, zones, lines and rules. A pure function of what it got
 * before and what it gets now; it reads no clock. Used by the pipeline thread only.
 */
public final class RuleEngine {
  private final Inputs inputs = new Inputs();
  private final WallClock clock;
  private final @Nullable Sun sun;
  private RuleState[] rules;

  /**
   * An engine that has seen nothing; all inputs are off.
   *
   * @param clock by which the rules' schedules go
   * @param location where the board stands; null only if no schedule needs it
   */
  public RuleEngine(List<RuleSettings> rules, WallClock clock, @Nullable Location location) {
    this.clock = clock;
    sun = location == null ? null : new Sun(location);
    this.rules = rules.stream().map(this::state).toArray(RuleState[]::new);
  }

  private RuleState state(RuleSettings rule) {
    return new RuleState(rule, inputs, new ScheduleClock(rule.when().schedule(), clock, sun));
  }

  /**
   * The configuration was read again. Rules that have not changed go on as they are; those that
   * have, are gone, or switch an output that was reopened, clear if they hold.
   *
   * @param reopened outputs that know nothing of the rules that hold
   */
  public Outcome replace(List<RuleSettings> changed, Set<String> reopened) {
    clock.serve(changed);
    Outcome outcome = new Outcome(List.of());
    List<RuleState> old = new ArrayList<>(List.of(rules));
    rules =
        changed.stream()
            .map(
                rule ->
                    old.stream()
                        .filter(state -> state.isOf(rule))
                        .filter(state -> Collections.disjoint(state.outputs(), reopened))
                        .findFirst()
                        .orElseGet(() -> state(rule)))
            .toArray(RuleState[]::new);
    old.removeAll(List.of(rules));
    old.forEach(state -> state.clear(outcome));
    return outcome;
  }

  /**
   * What the rules know of a camera that has shown nothing yet; whoever has the camera keeps it.
   */
  public CameraView view(CameraSettings camera) {
    return new CameraView(camera);
  }

  /**
   * Takes in one frame.
   *
   * @param view the camera's
   * @param time when it was captured; later than this camera's last one
   * @param layout of the frame; the tracks' boxes are in pixels of the camera's own
   * @param tracks the camera's confirmed tracks
   */
  public Outcome evaluate(
      CameraView view, FrameTime time, Frame.Layout layout, List<Track> tracks) {
    for (RuleState rule : rules) {
      rule.forgetAllBut(view.camera(), tracks);
    }
    view.size(layout.frameWidth(), layout.frameHeight());
    return judge(view, time, tracks);
  }

  private Outcome judge(CameraView view, FrameTime time, List<Track> tracks) {
    Outcome outcome = view.update(time, tracks);
    for (RuleState rule : rules) {
      rule.look(view, time, outcome);
    }
    return outcome;
  }

  /**
   * A camera shows nothing any more: its tracks end, its zones are empty, its rules clear. What had
   * made a rule fire is remembered: a parked car that is there when the camera is back makes it not
   * fire again.
   */
  public Outcome cameraLost(CameraView view, FrameTime time) {
    return judge(view, time, List.of());
  }

  /** An input of the board has changed. */
  public Outcome inputChanged(String input, boolean active, FrameTime time) {
    inputs.set(input, active);
    Outcome outcome = new Outcome(List.of());
    for (RuleState rule : rules) {
      rule.evaluate(time, outcome);
    }
    return outcome;
  }

  /**
   * No frame has come for a while: what needs none goes on, and schedules end. What needs frames
   * waits for the next one.
   */
  public Outcome timePassed(FrameTime time) {
    Outcome outcome = new Outcome(List.of());
    for (RuleState rule : rules) {
      rule.passTime(time, outcome);
    }
    return outcome;
  }

  /**
   * The outputs that may be as they are because of what a camera showed: those of the rules about
   * it, except for rules that another camera makes hold.
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

  /**
   * Adds why what a camera's last frame shows is not in zones where it stands, and why it made no
   * rule fire.
   *
   * @param time of that frame
   * @param tracks as its {@link Outcome} has them
   */
  public void explain(CameraView view, FrameTime time, List<Track> tracks, List<Explanation> out) {
    view.regions().explain(tracks, time.monoNanos(), out);
    for (RuleState rule : rules) {
      rule.explain(view, time, tracks, out);
    }
  }
}
