package io.pipit.rule;

import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.Because;
import io.pipit.scene.SceneEvent.LineCrossed;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule: whether it holds in each camera's picture, since when, and whether it has fired.
 *
 * <p>A thing that rests and was already a reason of the last firing is none for the next one: a
 * parked car that is lost for a moment alerts once.
 */
final class RuleState {
  private final RuleSettings rule;
  private final When when;
  private final Inputs inputs;
  private final WeekClock clock;
  private final List<Sight> sights = new ArrayList<>();
  private final List<OutputCommand> onFire;
  private final List<OutputCommand> onClear;
  private boolean active;
  private boolean fired;
  private long lastFired;

  /** What one camera shows of the rule's things. */
  private static final class Sight {
    /** Things that were there since the rule has fired. */
    final TrackIds reasons = new TrackIds();

    final String camera;
    boolean seen;
    boolean fresh;
    @Nullable Track because;
    boolean holds;
    long since;

    Sight(String camera) {
      this.camera = camera;
    }
  }

  RuleState(RuleSettings rule, Inputs inputs, WeekClock clock) {
    this.rule = rule;
    this.inputs = inputs;
    this.clock = clock;
    when = rule.when();
    onFire = commands(rule, true);
    onClear = commands(rule, false);
    if (!when.needsTrack()) {
      Sight always = sight("");
      always.seen = true;
      always.fresh = true;
    }
  }

  private static List<OutputCommand> commands(RuleSettings rule, boolean active) {
    List<OutputCommand> commands = new ArrayList<>();
    for (Reaction reaction : rule.reactions()) {
      commands.add(new OutputCommand(reaction.output(), reaction.action(), active, rule.name()));
    }
    return commands;
  }

  /** Whether what a camera shows matters to it. */
  boolean looksAt(String camera) {
    return when.needsTrack() && allows(when.cameras(), camera);
  }

  /** Whether it has fired and still holds. */
  boolean isActive() {
    return active;
  }

  /** The outputs that it switches. */
  List<String> outputs() {
    return rule.reactions().stream().map(Reaction::output).toList();
  }

  /** A camera shows no other things any more. */
  void forgetAllBut(String camera, List<Track> tracks) {
    if (looksAt(camera)) {
      sight(camera).reasons.retain(tracks);
    }
  }

  /** Takes in what one camera shows at a frame; what follows is added to the events. */
  void look(
      String camera,
      List<Track> tracks,
      CameraPlaces places,
      List<SceneEvent> crossings,
      FrameTime time,
      List<SceneEvent> events) {
    boolean mine = looksAt(camera);
    if (when.line() != null) {
      if (mine) {
        crossed(camera, crossings, time, events);
      }
      return;
    }
    if (mine) {
      count(sight(camera), tracks, places, time.monoNanos());
    }
    evaluate(time, events);
  }

  /** Takes in that time has passed without a picture. */
  void passTime(FrameTime time, List<SceneEvent> events) {
    if (!when.needsTrack() || (active && !mayFire(time))) {
      evaluate(time, events);
    }
  }

  /** Takes in that an input or what is seen has changed. */
  void evaluate(FrameTime time, List<SceneEvent> events) {
    if (when.line() != null) {
      return;
    }
    boolean may = mayFire(time);
    boolean holds = false;
    Sight ready = null;
    for (int i = 0; i < sights.size(); i++) {
      Sight sight = sights.get(i);
      boolean now = may && sight.seen;
      if (now && !sight.holds) {
        sight.since = time.monoNanos();
      }
      sight.holds = now;
      holds |= now;
      if (now && sight.fresh && time.monoNanos() - sight.since >= when.holds().toNanos()) {
        ready = sight;
      }
    }
    if (active && !holds) {
      active = false;
      events.add(new RuleChanged(rule.name(), false, false, rule.events(), onClear, null));
    } else if (!active && ready != null && isCool(time)) {
      active = true;
      Track because = ready.because;
      fire(time, because == null ? null : new Because(ready.camera, because, when.zone()), events);
    }
  }

  private void fire(FrameTime time, @Nullable Because because, List<SceneEvent> events) {
    fired = true;
    lastFired = time.monoNanos();
    boolean momentary = when.line() != null;
    events.add(new RuleChanged(rule.name(), true, momentary, rule.events(), onFire, because));
  }

  private boolean isCool(FrameTime time) {
    return !fired || time.monoNanos() - lastFired >= rule.cooldown().toNanos();
  }

  private boolean mayFire(FrameTime time) {
    return inputs.isOn(when.armed())
        && inputs.isOn(when.input())
        && clock.isWithin(when.schedule(), time);
  }

  private void crossed(
      String camera, List<SceneEvent> crossings, FrameTime time, List<SceneEvent> events) {
    for (int i = 0; i < crossings.size(); i++) {
      if (crossings.get(i) instanceof LineCrossed crossed
          && crossed.line().equals(when.line())
          && (when.direction() == null || when.direction() == crossed.direction())
          && isWanted(crossed.track())
          && mayFire(time)
          && isCool(time)) {
        fire(time, new Because(camera, crossed.track(), crossed.line()), events);
      }
    }
  }

  private void count(Sight sight, List<Track> tracks, CameraPlaces places, long now) {
    int count = 0;
    Track reason = null;
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      boolean counts = isWanted(track) && isThere(track, places, now);
      boolean known = sight.reasons.contains(track.id());
      if (counts) {
        count++;
        if (reason == null && !(known && track.stationary())) {
          reason = track;
        }
      }
      if (counts && active && !known) {
        sight.reasons.add(track.id());
      } else if (!counts && known && !track.stationary()) {
        sight.reasons.remove(track.id());
      }
    }
    sight.seen = count >= when.count();
    sight.fresh = reason != null;
    sight.because = reason;
  }

  private boolean isWanted(Track track) {
    return allows(when.labels(), track.label()) && track.topScore() >= when.minScore();
  }

  private boolean isThere(Track track, CameraPlaces places, long now) {
    String zone = when.zone();
    long dwell = when.dwell().toNanos();
    if (zone == null) {
      return now - track.start().monoNanos() >= dwell;
    }
    return track.currentZones().contains(zone)
        && (dwell == 0 || places.nanosInside(track, zone, now) >= dwell);
  }

  private static boolean allows(Set<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }

  private Sight sight(String camera) {
    for (int i = 0; i < sights.size(); i++) {
      if (sights.get(i).camera.equals(camera)) {
        return sights.get(i);
      }
    }
    Sight sight = new Sight(camera);
    sights.add(sight);
    return sight;
  }
}
