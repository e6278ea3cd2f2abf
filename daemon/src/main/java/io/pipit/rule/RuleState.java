package io.pipit.rule;

import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.event.Event;
import io.pipit.event.LineCrossed;
import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.Track;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule: whether it holds in each camera's view, since when, and whether it has fired.
 *
 * <p>An object that rests and was already a reason of the last firing is none for the next one: a
 * parked car that is lost for a moment alerts once.
 */
final class RuleState {
  /** In UTC, where no hour comes twice. */
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final RuleSettings rule;
  private final When when;
  private final Inputs inputs;
  private final ScheduleClock clock;
  private final List<CameraMatch> matches = new ArrayList<>();
  private final List<OutputCommand> onFire;
  private final List<OutputCommand> onClear;
  private boolean active;
  private boolean fired;
  private long lastFired;

  /** What one camera shows of the rule's objects. */
  private static final class CameraMatch {
    /** Objects that were there since the rule has fired. */
    final TrackIds reasons = new TrackIds();

    final String camera;
    boolean matched;
    boolean newReason;
    @Nullable Track because;
    boolean holds;
    long since;

    CameraMatch(String camera) {
      this.camera = camera;
    }
  }

  RuleState(RuleSettings rule, Inputs inputs, ScheduleClock clock) {
    this.rule = rule;
    this.inputs = inputs;
    this.clock = clock;
    when = rule.when();
    onFire = commands(rule, true);
    onClear = commands(rule, false);
    if (!when.needsTrack()) {
      CameraMatch always = match("");
      always.matched = true;
      always.newReason = true;
    }
  }

  private static List<OutputCommand> commands(RuleSettings rule, boolean active) {
    List<OutputCommand> commands = new ArrayList<>();
    for (Reaction reaction : rule.reactions()) {
      commands.add(new OutputCommand(reaction.output(), reaction.action(), active, rule.name()));
    }
    return commands;
  }

  /** Whether it goes by these settings. */
  boolean isOf(RuleSettings other) {
    return rule.equals(other);
  }

  /** It does not hold any more. */
  void clear(Outcome outcome) {
    if (active) {
      active = false;
      outcome.add(new RuleChanged(rule.name(), false, false, rule.events(), null));
      outcome.add(onClear);
    }
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

  /** A camera shows no other tracks any more. */
  void forgetAllBut(String camera, List<Track> tracks) {
    if (looksAt(camera)) {
      match(camera).reasons.retain(tracks);
    }
  }

  /** Takes in what one camera shows at a frame; what follows is added to the outcome. */
  void look(CameraView view, FrameTime time, Outcome outcome) {
    boolean mine = looksAt(view.camera());
    if (when.line() != null) {
      if (mine) {
        crossed(view, time, outcome);
      }
      return;
    }
    if (mine) {
      count(match(view.camera()), outcome.tracks(), view.regions(), time.monoNanos());
    }
    evaluate(time, outcome);
  }

  /** Takes in that time has passed without a frame. */
  void passTime(FrameTime time, Outcome outcome) {
    if (!when.needsTrack() || (active && !mayFire(time))) {
      evaluate(time, outcome);
    }
  }

  /** Takes in that an input or what is seen has changed. */
  void evaluate(FrameTime time, Outcome outcome) {
    if (when.line() != null) {
      return;
    }
    boolean may = mayFire(time);
    boolean holds = false;
    CameraMatch ready = null;
    for (int i = 0; i < matches.size(); i++) {
      CameraMatch match = matches.get(i);
      boolean now = may && match.matched;
      if (now && !match.holds) {
        match.since = time.monoNanos();
      }
      match.holds = now;
      holds |= now;
      if (now && match.newReason && time.monoNanos() - match.since >= when.holds().toNanos()) {
        ready = match;
      }
    }
    if (!holds) {
      clear(outcome);
    } else if (!active && ready != null && isCool(time)) {
      active = true;
      Track because = ready.because;
      fire(time, because == null ? null : new Because(ready.camera, because, when.zone()), outcome);
    }
  }

  private void fire(FrameTime time, @Nullable Because because, Outcome outcome) {
    fired = true;
    lastFired = time.monoNanos();
    boolean momentary = when.line() != null;
    String snapshot = null;
    if (rule.snapshot() && because != null) {
      Instant seen = Instant.ofEpochMilli(time.wallMillis());
      snapshot = STAMP.format(seen) + "-" + because.camera() + "-" + rule.name() + ".jpg";
    }
    outcome.add(new RuleChanged(rule.name(), true, momentary, rule.events(), because, snapshot));
    outcome.add(onFire);
  }

  private boolean isCool(FrameTime time) {
    return !fired || time.monoNanos() - lastFired >= rule.cooldown().toNanos();
  }

  private boolean mayFire(FrameTime time) {
    return inputs.isOn(when.armed()) && inputs.isOn(when.input()) && clock.isWithin(time);
  }

  private void crossed(CameraView view, FrameTime time, Outcome outcome) {
    List<Event> crossings = view.crossings();
    for (int i = 0; i < crossings.size(); i++) {
      if (crossings.get(i) instanceof LineCrossed crossed
          && crossed.line().equals(when.line())
          && (when.direction() == null || when.direction() == crossed.direction())
          && isWanted(crossed.track())
          && mayFire(time)
          && isCool(time)) {
        fire(time, new Because(view.camera(), crossed.track(), crossed.line()), outcome);
      }
    }
  }

  private void count(CameraMatch match, List<Track> tracks, CameraRegions regions, long now) {
    int count = 0;
    Track reason = null;
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      boolean counts = isWanted(track) && isThere(track, regions, now);
      boolean known = match.reasons.contains(track.id());
      if (counts) {
        count++;
        if (reason == null && !(known && track.stationary())) {
          reason = track;
        }
      }
      if (counts && active && !known) {
        match.reasons.add(track.id());
      } else if (!counts && known && !track.stationary()) {
        match.reasons.remove(track.id());
      }
    }
    match.matched = count >= when.count();
    match.newReason = reason != null;
    match.because = reason;
  }

  private boolean isWanted(Track track) {
    return allows(when.labels(), track.label()) && track.topScore() >= when.minScore();
  }

  private boolean isThere(Track track, CameraRegions regions, long now) {
    String zone = when.zone();
    long dwell = when.dwell().toNanos();
    if (zone == null) {
      return now - track.start().monoNanos() >= dwell;
    }
    return track.currentZones().contains(zone)
        && (dwell == 0 || regions.nanosInside(track, zone, now) >= dwell);
  }

  private static boolean allows(Set<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }

  private CameraMatch match(String camera) {
    for (int i = 0; i < matches.size(); i++) {
      if (matches.get(i).camera.equals(camera)) {
        return matches.get(i);
      }
    }
    CameraMatch match = new CameraMatch(camera);
    matches.add(match);
    return match;
  }
}
