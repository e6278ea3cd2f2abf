package io.pipit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.TestSettings;
import io.pipit.config.Regions;
import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.config.Schedule;
import io.pipit.config.Schedule.Edge;
import io.pipit.event.Event;
import io.pipit.event.LineCrossed;
import io.pipit.event.RuleChanged;
import io.pipit.event.TrackChanged;
import io.pipit.event.ZoneChanged;
import io.pipit.scene.Box;
import io.pipit.scene.Direction;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputAction;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.Point;
import io.pipit.scene.Polygon;
import io.pipit.scene.Segment;
import io.pipit.scene.Track;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A frame of 100 x 100 pixels; the zone "yard" is its right half, the line "door" its middle. */
class RuleEngineTest {
  private static final Polygon RIGHT_HALF =
      new Polygon(List.of(at(0.5f, 0), at(1, 0), at(1, 1), at(0.5f, 1)));
  private static final Segment MIDDLE_DOWN = new Segment(at(0.5f, 0), at(0.5f, 1));
  private static final Frame.Layout FRAME = Frame.Layout.packed(100, 100);
  private static final long FRAME_MILLIS = 100;
  private static final long MONDAY_NOON = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();

  private long now;
  private Regions regions = new Regions(List.of(zone(1, 0)), List.of(), List.of());
  private final List<RuleSettings> rules = new ArrayList<>();
  private CameraView view;
  private RuleEngine engine = engine();

  // Zones

  @Test
  void aTrackIsInAZoneWhileItStandsThere() {
    assertEquals("start1", frame(person(1, 20)));
    assertEquals("update1[yard] yard:person=1", frame(person(1, 70)));
    assertEquals("", frame(person(1, 71)));
    assertEquals("update1[] yard:person=0", frame(person(1, 30)));
    assertEquals("end1", frame());
  }

  @Test
  void inertiaAsksForSeveralFramesInARow() {
    use(zone(3, 0));
    assertEquals("start1", frame(person(1, 70)));
    assertEquals("", frame(person(1, 70)));
    assertEquals("update1[yard] yard:person=1", frame(person(1, 70)));
    assertEquals("", frame(person(1, 30)));
    assertEquals("", frame(person(1, 30)));
    assertEquals("", frame(person(1, 70)), "a jump back starts the count again");
    assertEquals("", frame(person(1, 30)));
    assertEquals("", frame(person(1, 30)));
    assertEquals("update1[] yard:person=0", frame(person(1, 30)));
  }

  @Test
  void loiteringTimeIsFromTheFirstFrameInside() {
    use(zone(2, 500));
    assertEquals("start1", frame(person(1, 70)));
    for (int i = 1; i < 5; i++) {
      assertEquals("", frame(person(1, 70)), "frame " + i);
    }
    assertEquals("update1[yard] yard:person=1", frame(person(1, 70)));
  }

  @Test
  void zonesCountByLabelAndIgnoreOthers() {
    use(new Regions.Zone("yard", RIGHT_HALF, Set.of("person"), 1, Duration.ZERO));
    assertEquals(
        "start1[yard] start2[yard] start3 yard:person=2",
        frame(person(1, 70), person(2, 80), track(3, "dog", 70, false)));
    assertEquals("end1 yard:person=1", frame(person(2, 80), track(3, "dog", 70, false)));
  }

  @Test
  void aTrackThatLeftStillSaysWhereItHasBeen() {
    frame(person(1, 70));
    Track track = outcome(person(1, 30)).tracks().get(0);
    assertEquals(List.of(), track.currentZones());
    assertEquals(List.of("yard"), track.enteredZones());
  }

  @Test
  void aLostCamerasTracksEndItsZonesAreEmptyAndItsRulesClear() {
    rule(when().zone("yard"), 0, OutputAction.FOLLOW);
    assertEquals("start1[yard] yard:person=1 fire:FOLLOW+", frame(person(1, 70)));
    assertEquals("end1 yard:person=0 clear:FOLLOW-", said(engine.cameraLost(view, time())));
    assertEquals("", said(engine.cameraLost(view, time())));
  }

  // Lines

  @Test
  void aLineIsCrossedOnceToEachSide() {
    useLine();
    assertEquals("start1", frame(person(1, 20)));
    assertEquals("", frame(person(1, 49.5f)), "too near to say");
    assertEquals("door:left", frame(person(1, 60)));
    assertEquals("", frame(person(1, 70)));
    assertEquals("door:right", frame(person(1, 20)));
  }

  @Test
  void whatStandsOnALineDoesNotCrossIt() {
    useLine();
    frame(person(1, 20));
    for (int i = 0; i < 10; i++) {
      assertEquals("", frame(person(1, i % 2 == 0 ? 49.4f : 50.6f)));
    }
  }

  @Test
  void whatPassesBesideTheLinesEndDoesNotCrossIt() {
    regions =
        new Regions(
            List.of(),
            List.of(new Regions.Line("door", new Segment(at(0.5f, 0), at(0.5f, 0.5f)), Set.of())),
            List.of());
    engine = engine();
    frame(person(1, 20));
    assertEquals("", frame(person(1, 80)));
  }

  @Test
  void aRuleAboutALineFiresAtEachCrossingOutsideTheCooldown() {
    useLine();
    rule(when().line("door", Direction.LEFT), 1000, OutputAction.PULSE);
    frame(person(1, 20));
    assertEquals("door:left fire:PULSE+", frame(person(1, 80)));
    assertEquals("door:right", frame(person(1, 20)), "the other direction");
    assertEquals("door:left", frame(person(1, 80)), "still cooling down");
    frame(person(1, 20));
    now += 1000;
    assertEquals("door:left fire:PULSE+", frame(person(1, 80)));
  }

  // Rules

  @Test
  void aRuleFiresWhenAllHoldsAndClearsWhenItDoesNot() {
    rule(when().labels("person").zone("yard"), 0, OutputAction.PULSE);
    assertEquals("start1 start2[yard] yard:car=1", frame(person(1, 20), car(2, 80)));
    assertEquals(
        "update1[yard] yard:car=1 yard:person=1 fire:PULSE+".replace("yard:car=1 ", ""),
        frame(person(1, 70), car(2, 80)));
    assertEquals("", frame(person(1, 70), car(2, 80)));
    assertEquals("update1[] yard:person=0 clear:PULSE-", frame(person(1, 20), car(2, 80)));
  }

  @Test
  void itMustHoldForATimeWithoutABreak() {
    rule(when().zone("yard").holds(300), 0, OutputAction.PULSE);
    frame(person(1, 70));
    assertEquals("", frame(person(1, 70)));
    frame(person(1, 20));
    frame(person(1, 70));
    assertEquals("", frame(person(1, 70)));
    assertEquals("", frame(person(1, 70)));
    assertEquals("fire:PULSE+", frame(person(1, 70)));
  }

  @Test
  void afterItHasFiredItCoolsDown() {
    rule(when().zone("yard"), 1000, OutputAction.PULSE);
    frame(person(1, 70));
    frame(person(1, 20));
    assertEquals("update1[yard] yard:person=1", frame(person(1, 70)));
    now += 800;
    assertEquals("fire:PULSE+", frame(person(1, 70)));
  }

  @Test
  void itMayAskForSeveralObjects() {
    rule(when().zone("yard").count(2), 0, OutputAction.PULSE);
    frame(person(1, 70));
    assertEquals("start2[yard] yard:person=2 fire:PULSE+", frame(person(1, 70), person(2, 80)));
    assertEquals("end2 yard:person=1 clear:PULSE-", frame(person(1, 70)));
  }

  @Test
  void itMayAskHowLongAnObjectHasBeenThere() {
    rule(when().zone("yard").dwell(300), 0, OutputAction.PULSE);
    frame(person(1, 70));
    assertEquals("", frame(person(1, 70)));
    assertEquals("start2[yard] yard:person=2", frame(person(1, 70), person(2, 70)));
    assertEquals("fire:PULSE+", frame(person(1, 70), person(2, 70)));
  }

  @Test
  void itMayAskForABestScore() {
    rule(when().minScore(0.8f), 0, OutputAction.PULSE);
    assertEquals("start1", frame(scored(1, 0.7f)));
    assertEquals("update1 fire:PULSE+", frame(scored(1, 0.8f)));
  }

  @Test
  void aParkedCarThatIsLostForAMomentAlertsOnce() {
    rule(when().labels("car").zone("yard"), 0, OutputAction.PULSE);
    assertEquals("start1[yard] yard:car=1 fire:PULSE+", frame(car(1, 70)));
    frame(parked(1, 70));
    assertEquals("update1[] yard:car=0 clear:PULSE-", frame(parked(1, 20)), "its box shook");
    assertEquals("update1[yard] yard:car=1", frame(parked(1, 70)));
    assertEquals(
        "start2[yard] yard:car=2 fire:PULSE+", frame(parked(1, 70), car(2, 80)), "another one");
  }

  @Test
  void aParkedCarAlertsOnceThoughItsCameraIsLostMeanwhile() {
    rule(when().labels("car").zone("yard"), 0, OutputAction.PULSE);
    frame(car(1, 70));
    frame(parked(1, 70));
    engine.cameraLost(view, time());
    assertEquals("start1[yard] yard:car=1", frame(parked(1, 70)));
    assertEquals(
        "start2[yard] yard:car=2 fire:PULSE+", frame(parked(1, 70), car(2, 80)), "another one");
  }

  @Test
  void itHoldsInTheScheduleOnly() {
    Schedule evenings =
        new Schedule(
            List.of(
                new Schedule.Span(
                    Set.of(DayOfWeek.MONDAY), Edge.clock(18 * 60), Edge.clock(22 * 60))));
    rule(when().zone("yard").schedule(evenings), 0, OutputAction.FOLLOW);
    assertEquals("start1[yard] yard:person=1", frame(person(1, 70)));
    now += Duration.ofHours(6).toMillis();
    assertEquals("fire:FOLLOW+", frame(person(1, 70)));
    now += Duration.ofHours(4).toMillis();
    assertEquals("clear:FOLLOW-", frame(person(1, 70)));
  }

  @Test
  void itHoldsWhileItsKeyIsOn() {
    rule(when().zone("yard").armed("key"), 0, OutputAction.FOLLOW);
    assertEquals("start1[yard] yard:person=1", frame(person(1, 70)));
    assertEquals("fire:FOLLOW+", said(engine.inputChanged("key", true, time())));
    assertEquals("clear:FOLLOW-", said(engine.inputChanged("key", false, time())));
  }

  @Test
  void anInputAloneMayTrigger() {
    rule(when().input("pir"), 0, OutputAction.PULSE);
    assertEquals("start1", frame(person(1, 20)));
    assertEquals("fire:PULSE+", said(engine.inputChanged("pir", true, time())));
    assertEquals("", said(engine.inputChanged("pir", true, time())));
    assertEquals("clear:PULSE-", said(engine.inputChanged("pir", false, time())));
  }

  @Test
  void whatNeedsNoFrameGoesOnWithoutOne() {
    rule(when().input("pir").holds(500), 0, OutputAction.FOLLOW);
    rule(when().zone("yard").holds(500), 0, OutputAction.PULSE);
    assertEquals("start1[yard] yard:person=1", frame(person(1, 70)));
    assertEquals("", said(engine.inputChanged("pir", true, time())));
    now += 1000;
    assertEquals("fire:FOLLOW+", said(engine.timePassed(time())));
    assertEquals("", said(engine.timePassed(time())));
    assertEquals("fire:PULSE+", frame(person(1, 70)));
  }

  @Test
  void aScheduleEndsWithoutAFrame() {
    Schedule noon =
        new Schedule(
            List.of(
                new Schedule.Span(
                    Set.of(DayOfWeek.MONDAY), Edge.clock(12 * 60), Edge.clock(13 * 60))));
    rule(when().zone("yard").schedule(noon), 0, OutputAction.FOLLOW);
    assertEquals("start1[yard] yard:person=1 fire:FOLLOW+", frame(person(1, 70)));
    now += Duration.ofHours(1).toMillis();
    assertEquals("clear:FOLLOW-", said(engine.timePassed(time())));
  }

  @Test
  void anInputMayTriggerOnlyWhereSomethingIsSeen() {
    rule(when().input("pir").labels("person"), 0, OutputAction.PULSE);
    assertEquals("", said(engine.inputChanged("pir", true, time())));
    assertEquals("start1 fire:PULSE+", frame(person(1, 20)));
  }

  @Test
  void aJumpOfTheWallClockChangesNoTime() {
    rule(when().zone("yard").holds(300), 0, OutputAction.PULSE);
    frame(person(1, 70));
    FrameTime jumped = new FrameTime(time().monoNanos(), 0);
    assertEquals("", said(engine.evaluate(view, jumped, FRAME, List.of(person(1, 70)))));
    assertEquals("", frame(person(1, 70)));
    assertEquals("", frame(person(1, 70)));
    assertEquals("fire:PULSE+", frame(person(1, 70)));
  }

  @Test
  void itSaysWhyItFired() {
    rule(when().zone("yard"), 0, OutputAction.PULSE);
    Outcome outcome = outcome(person(1, 20), person(2, 80));
    List<Event> events = outcome.events();
    RuleChanged fired = (RuleChanged) events.get(events.size() - 1);
    assertEquals(List.of("alarm"), fired.events());
    assertEquals(2, fired.because().track().id());
    assertEquals("front", fired.because().camera());
    assertEquals("yard", fired.because().place());
    assertEquals(
        List.of(new OutputCommand("siren", OutputAction.PULSE, true, "r0")), outcome.commands());
  }

  @Test
  void theSameFramesGiveTheSameEvents() {
    List<String> first = story();
    now = 0;
    engine = engine();
    assertEquals(first, story());
  }

  // Reload

  @Test
  void aNewZoneTakesThePlaceOfTheOldOneWhichIsEmptyThen() {
    assertEquals("start1[yard] yard:person=1", frame(person(1, 70)));
    assertEquals("", said(view.replace(regions)));
    assertEquals("", frame(person(1, 70)));
    Regions.Zone lawn = new Regions.Zone("lawn", RIGHT_HALF, Set.of(), 1, Duration.ZERO);
    assertEquals(
        "yard:person=0", said(view.replace(new Regions(List.of(lawn), List.of(), List.of()))));
    assertEquals("update1[lawn] lawn:person=1", frame(person(1, 70)));
  }

  @Test
  void aRuleThatHasNotChangedGoesOnAndOneThatHasClears() {
    rule(when().zone("yard"), 0, OutputAction.FOLLOW);
    assertEquals("start1[yard] yard:person=1 fire:FOLLOW+", frame(person(1, 70)));
    assertEquals("", said(engine.replace(List.copyOf(rules), Set.of())));
    assertEquals("", frame(person(1, 71)));
    RuleSettings old = rules.get(0);
    RuleSettings changed =
        new RuleSettings(
            old.name(), old.when(), old.reactions(), old.events(), Duration.ofSeconds(9));
    assertEquals("clear:FOLLOW-", said(engine.replace(List.of(changed), Set.of())));
    assertEquals("fire:FOLLOW+", frame(person(1, 71)));
    assertEquals("clear:FOLLOW-", said(engine.replace(List.of(), Set.of())));
    assertEquals("", frame(person(1, 71)));
  }

  private List<String> story() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      said.add(frame(person(1, (i * 37) % 100), car(2, (i * 53) % 100)));
    }
    return said;
  }

  // What follows makes the tests short.

  private static Point at(float x, float y) {
    return new Point(x, y);
  }

  private static Regions.Zone zone(int inertia, long loiteringMillis) {
    return new Regions.Zone(
        "yard", RIGHT_HALF, Set.of(), inertia, Duration.ofMillis(loiteringMillis));
  }

  private void use(Regions.Zone zone) {
    regions = new Regions(List.of(zone), List.of(), List.of());
    engine = engine();
  }

  private void useLine() {
    regions =
        new Regions(List.of(), List.of(new Regions.Line("door", MIDDLE_DOWN, Set.of())), List.of());
    engine = engine();
  }

  private RuleEngine engine() {
    RuleEngine made = new RuleEngine(rules, WallClock.fixed(ZoneOffset.UTC), null);
    view = made.view(TestSettings.camera("front", regions));
    return made;
  }

  private static WhenBuilder when() {
    return new WhenBuilder();
  }

  private void rule(WhenBuilder when, long cooldownMillis, OutputAction action) {
    rules.add(
        new RuleSettings(
            "r" + rules.size(),
            when.build(),
            List.of(new Reaction("siren", action)),
            List.of("alarm"),
            Duration.ofMillis(cooldownMillis)));
    engine = engine();
  }

  private FrameTime time() {
    return new FrameTime(now * 1_000_000, MONDAY_NOON + now);
  }

  private Outcome outcome(Track... tracks) {
    now += FRAME_MILLIS;
    return engine.evaluate(view, time(), FRAME, List.of(tracks));
  }

  private String frame(Track... tracks) {
    return said(outcome(tracks));
  }

  private Track person(long id, float x) {
    return track(id, "person", x, false);
  }

  private Track car(long id, float x) {
    return track(id, "car", x, false);
  }

  private Track parked(long id, float x) {
    return track(id, "car", x, true);
  }

  private Track scored(long id, float score) {
    return new Track(id, "person", score, score, box(20), time(), time(), 0, false);
  }

  private Track track(long id, String label, float x, boolean stationary) {
    FrameTime start = new FrameTime(0, MONDAY_NOON);
    return new Track(id, label, 0.5f, 0.5f, box(x), start, time(), 0, stationary);
  }

  private static Box box(float x) {
    return new Box(x - 5, 60, x + 5, 80);
  }

  private static String said(Outcome outcome) {
    List<String> words = new ArrayList<>();
    Iterator<OutputCommand> commands = outcome.commands().iterator(); // one for each rule
    for (Event event : outcome.events()) {
      words.add(word(event, commands));
    }
    return String.join(" ", words);
  }

  private static String word(Event event, Iterator<OutputCommand> commands) {
    if (event instanceof TrackChanged changed) {
      return word(changed);
    } else if (event instanceof ZoneChanged zone) {
      return zone.zone() + ":" + zone.label() + "=" + zone.count();
    } else if (event instanceof LineCrossed crossed) {
      return crossed.line() + ":" + (crossed.direction() == Direction.LEFT ? "left" : "right");
    }
    RuleChanged rule = (RuleChanged) event;
    OutputCommand command = commands.next();
    return (rule.active() ? "fire:" : "clear:") + command.action() + (command.active() ? "+" : "-");
  }

  private static String word(TrackChanged changed) {
    Track track = changed.track();
    boolean moved = !track.enteredZones().isEmpty();
    return switch (changed.phase()) {
      case STARTED -> "start" + track.id() + zones(track);
      case UPDATED -> "update" + track.id() + (moved ? track.currentZones() : "");
      case ENDED -> "end" + track.id();
    };
  }

  private static String zones(Track track) {
    return track.currentZones().isEmpty() ? "" : track.currentZones().toString();
  }

  /** A condition that allows everything, until it is set otherwise. */
  private static final class WhenBuilder {
    private Set<String> labels = Set.of();
    private String zone;
    private String line;
    private Direction direction;
    private float minScore;
    private Duration holds = Duration.ZERO;
    private int count = 1;
    private Duration dwell = Duration.ZERO;
    private Schedule schedule = Schedule.ALWAYS;
    private String armed;
    private String input;

    WhenBuilder labels(String... names) {
      labels = Set.of(names);
      return this;
    }

    WhenBuilder zone(String name) {
      zone = name;
      return this;
    }

    WhenBuilder line(String name, Direction to) {
      line = name;
      direction = to;
      return this;
    }

    WhenBuilder minScore(float score) {
      minScore = score;
      return this;
    }

    WhenBuilder holds(long millis) {
      holds = Duration.ofMillis(millis);
      return this;
    }

    WhenBuilder count(int objects) {
      count = objects;
      return this;
    }

    WhenBuilder dwell(long millis) {
      dwell = Duration.ofMillis(millis);
      return this;
    }

    WhenBuilder schedule(Schedule times) {
      schedule = times;
      return this;
    }

    WhenBuilder armed(String name) {
      armed = name;
      return this;
    }

    WhenBuilder input(String name) {
      input = name;
      return this;
    }

    When build() {
      return new When(
          Set.of(), labels, zone, line, direction, minScore, holds, count, dwell, schedule, armed,
          input);
    }
  }
}
