package io.pipit.rule;

import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.event.Event;
import io.pipit.event.LineCrossed;
import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.explain.Explanation;
import io.pipit.explain.Limit;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.Track;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private final RuleConditions conditions;
  private final List<CameraMatch> matches = new ArrayList<>();
  private final List<OutputCommand> onFire;
  private final List<OutputCommand> onClear;
  private boolean active;
  private boolean fired;
  private long lastFired;

  RuleState(RuleSettings rule, Inputs inputs, ScheduleClock clock) {
    this.rule = rule;
    when = rule.when();
    conditions = new RuleConditions(when, inputs, clock);
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
    return conditions.looksAt(camera);
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
    if (!when.needsTrack() || (active && conditions.closedBy(time) != null)) {
      evaluate(time, outcome);
    }
  }

  /** Takes in that an input or what is seen has changed. */
  void evaluate(FrameTime time, Outcome outcome) {
    if (when.line() != null) {
      return;
    }
    boolean may = conditions.closedBy(time) == null;
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
      if (now && !active && stoppedBy(match, time) == null) {
        ready = match;
      }
    }
    if (!holds) {
      clear(outcome);
    } else if (ready != null) {
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

  /** What keeps a camera's view that matches from making the rule fire; null: nothing. */
  private @Nullable Limit stoppedBy(CameraMatch match, FrameTime time) {
    if (!match.newReason) {
      return Limit.STATIONARY;
    }
    if (time.monoNanos() - match.since < when.holds().toNanos()) {
      return Limit.FOR;
    }
    return isCool(time) ? null : Limit.COOLDOWN;
  }

  private boolean isCool(FrameTime time) {
    return !fired || time.monoNanos() - lastFired >= rule.cooldown().toNanos();
  }

  private void crossed(CameraView view, FrameTime time, Outcome outcome) {
    List<Event> crossings = view.crossings();
    for (int i = 0; i < crossings.size(); i++) {
      if (crossings.get(i) instanceof LineCrossed crossed
          && crossed.line().equals(when.line())
          && stoppedBy(crossed, time) == null) {
        fire(time, new Because(view.camera(), crossed.track(), crossed.line()), outcome);
      }
    }
  }

  /** What keeps a crossing of the rule's line from making it fire; null: nothing. */
  private @Nullable Limit stoppedBy(LineCrossed crossed, FrameTime time) {
    Limit unwanted = conditions.stoppedBy(crossed);
    if (unwanted != null) {
      return unwanted;
    }
    Limit closed = conditions.closedBy(time);
    return closed != null ? closed : isCool(time) ? null : Limit.COOLDOWN;
  }

  private void count(CameraMatch match, List<Track> tracks, CameraRegions regions, long now) {
    int count = 0;
    Track reason = null;
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      boolean counts = conditions.stoppedBy(track, regions, now) == null;
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
    match.count = count;
    match.matched = count >= when.count();
    match.newReason = reason != null;
    match.because = reason;
  }

  /** Adds why what a camera's last frame shows did not make the rule fire. */
  void explain(CameraView view, FrameTime time, List<Track> tracks, List<Explanation> out) {
    if (!looksAt(view.camera())) {
      return;
    }
    CameraMatch match = match(view.camera());
    RuleExplanations why =
        new RuleExplanations(rule, view.regions(), match, time.monoNanos(), lastFired, out);
    if (when.line() != null) {
      explainCrossings(view, time, why);
    } else if (!active) {
      explainTracks(match, view, time, tracks, why);
    }
  }

  private void explainCrossings(CameraView view, FrameTime time, RuleExplanations why) {
    boolean firesNow = fired && lastFired == time.monoNanos();
    for (Event event : view.crossings()) {
      if (event instanceof LineCrossed crossed && crossed.line().equals(when.line())) {
        Limit limit = stoppedBy(crossed, time);
        why.add(firesNow && limit == Limit.COOLDOWN ? null : limit, crossed.track());
      }
    }
  }

  private void explainTracks(
      CameraMatch match,
      CameraView view,
      FrameTime time,
      List<Track> tracks,
      RuleExplanations why) {
    Track counting = match.because;
    for (Track track : tracks) {
      Limit limit = conditions.stoppedBy(track, view.regions(), time.monoNanos());
      why.add(limit, track);
      if (limit == null && counting == null) {
        counting = track;
      }
    }
    if (counting != null) {
      Limit closed = match.matched ? conditions.closedBy(time) : Limit.COUNT;
      why.add(closed != null ? closed : stoppedBy(match, time), counting);
    }
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
