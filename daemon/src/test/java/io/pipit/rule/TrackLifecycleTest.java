package io.pipit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.scene.Box;
import io.pipit.scene.FrameTime;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.TrackEnded;
import io.pipit.scene.SceneEvent.TrackStarted;
import io.pipit.scene.SceneEvent.TrackUpdated;
import io.pipit.scene.Track;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackLifecycleTest {
  private static final FrameTime NOW = new FrameTime(1, 1);
  private final TrackLifecycle lifecycle = new TrackLifecycle();

  @Test
  void tellsOfEachTrackOnceWhenItBegins() {
    Track track = track(1, 0.5f, false);
    assertEquals(List.of(new TrackStarted("front", track)), evaluate("front", track));
    assertEquals(List.of(), evaluate("front", track));
  }

  @Test
  void tellsOfAClearlyBetterPicture() {
    evaluate("front", track(1, 0.5f, false));
    assertEquals(List.of(), evaluate("front", track(1, 0.54f, false)));
    Track better = track(1, 0.56f, false);
    assertEquals(List.of(new TrackUpdated("front", better)), evaluate("front", better));
    assertEquals(List.of(), evaluate("front", track(1, 0.6f, false)));
  }

  @Test
  void tellsWhenATrackComesToRest() {
    evaluate("front", track(1, 0.5f, false));
    Track parked = track(1, 0.5f, true);
    assertEquals(List.of(new TrackUpdated("front", parked)), evaluate("front", parked));
  }

  @Test
  void endsCarryTheTrackAsItWasLastSeen() {
    evaluate("front", track(1, 0.5f, false));
    Track last = track(1, 0.52f, false);
    evaluate("front", last);
    assertEquals(List.of(new TrackEnded("front", last, NOW)), evaluate("front"));
    assertEquals(List.of(), evaluate("front"));
  }

  @Test
  void camerasAreApart() {
    evaluate("front", track(1, 0.5f, false));
    assertEquals(List.of(), evaluate("back"));
  }

  private List<SceneEvent> evaluate(String camera, Track... tracks) {
    return lifecycle.evaluate(camera, NOW, List.of(tracks));
  }

  private static Track track(long id, float topScore, boolean stationary) {
    return new Track(id, "person", 0.5f, topScore, new Box(0, 0, 1, 1), NOW, NOW, 0, stationary);
  }
}
