package io.pipit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.event.Event;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.scene.Box;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackLifecycleTest {
  private static final FrameTime NOW = new FrameTime(1, 1);
  private final TrackLifecycle lifecycle = new TrackLifecycle("front");

  @Test
  void publishesEachTrackOnceWhenItBegins() {
    Track track = track(1, 0.5f, false);
    assertEquals(List.of(event(Phase.STARTED, track)), evaluate(track));
    assertEquals(List.of(), evaluate(track));
  }

  @Test
  void publishesAClearlyBetterScore() {
    evaluate(track(1, 0.5f, false));
    assertEquals(List.of(), evaluate(track(1, 0.54f, false)));
    Track better = track(1, 0.56f, false);
    assertEquals(List.of(event(Phase.UPDATED, better)), evaluate(better));
    assertEquals(List.of(), evaluate(track(1, 0.6f, false)));
  }

  @Test
  void publishesThatATrackComesToRest() {
    evaluate(track(1, 0.5f, false));
    Track parked = track(1, 0.5f, true);
    assertEquals(List.of(event(Phase.UPDATED, parked)), evaluate(parked));
  }

  @Test
  void endsCarryTheTrackAsItWasLastSeen() {
    evaluate(track(1, 0.5f, false));
    Track last = track(1, 0.52f, false);
    evaluate(last);
    assertEquals(List.of(event(Phase.ENDED, last)), evaluate());
    assertEquals(List.of(), evaluate());
  }

  private List<Event> evaluate(Track... tracks) {
    Outcome outcome = new Outcome(List.of(tracks));
    lifecycle.evaluate(NOW, 64, 48, outcome);
    return outcome.events();
  }

  private static TrackChanged event(Phase phase, Track track) {
    return new TrackChanged(phase, "front", track, NOW, 64, 48);
  }

  private static Track track(long id, float topScore, boolean stationary) {
    return new Track(id, "person", 0.5f, topScore, new Box(0, 0, 1, 1), NOW, NOW, 0, stationary);
  }
}
