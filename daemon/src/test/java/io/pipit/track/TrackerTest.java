package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.ModelIdentity;
import io.pipit.scene.Track;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackerTest {
  private final Trackers trackers = new Trackers(TestSettings.tracker(), filters());
  private final Tracker tracker = trackers.of("front");

  private static Filters filters() {
    return new Filters(
        List.of(camera("front"), camera("back")),
        TestSettings.tracker(),
        new ModelIdentity("test", "", "", Simulated.CLASSES),
        0.35f);
  }

  private static CameraSettings camera(String name) {
    return TestSettings.camera(name, new Source.Demo(1, 640, 360), 10, Duration.ofSeconds(10));
  }

  @Test
  void aThingCountsFromItsThirdFrameOn() {
    assertEquals(List.of(), at(0, person(0)));
    assertEquals(List.of(), at(100, person(2)));
    assertEquals(1, at(200, person(4)).size());
  }

  @Test
  void aMovingThingKeepsItsNumber() {
    long id = confirm(0).id();
    for (int i = 3; i < 50; i++) {
      assertEquals(id, at(100 * i, person(2 * i)).get(0).id());
    }
  }

  @Test
  void aShortAbsenceIsForgiven() {
    long id = confirm(0).id();
    assertEquals(1, at(600, new Detection[0]).size());
    assertEquals(id, at(1100, person(4)).get(0).id());
  }

  @Test
  void aLongAbsenceEndsTheTrack() {
    long id = confirm(0).id();
    assertEquals(List.of(), at(3300, new Detection[0]));
    at(3400, person(4));
    at(3500, person(4));
    assertNotEquals(id, at(3600, person(4)).get(0).id());
  }

  @Test
  void classesAreNotMixed() {
    confirm(0);
    Detection dog = new Detection(6, "dog", 0.9f, person(4).box());
    List<Track> tracks = at(300, dog);
    assertEquals("person", tracks.get(0).label());
    assertEquals(1, tracks.size());
  }

  @Test
  void remembersTheBestScore() {
    confirm(0);
    at(300, new Detection(0, "person", 0.9f, person(4).box()));
    Track track = at(400, person(4)).get(0);
    assertEquals(0.6f, track.score());
    assertEquals(0.9f, track.topScore());
  }

  @Test
  void whatRestsIsStationaryAndWhatMovesAgainIsNot() {
    Track track = confirm(0);
    for (int t = 300; t <= 5500; t += 100) {
      track = at(t, person(4)).get(0);
    }
    assertTrue(track.stationary());
    at(5600, person(14));
    at(5700, person(24));
    track = at(5800, person(34)).get(0);
    assertFalse(track.stationary());
    assertEquals(0, track.motionless());
  }

  @Test
  void numbersAreUniqueAmongCameras() {
    long first = confirm(0).id();
    Tracker other = trackers.of("back");
    for (int t = 0; t < 3; t++) {
      List<Track> tracks = other.update(new FrameTime(t * 100_000_000L, 0), List.of(person(0)));
      assertTrue(tracks.isEmpty() || tracks.get(0).id() != first);
    }
  }

  private Track confirm(int millis) {
    at(millis, person(0));
    at(millis + 100, person(2));
    return at(millis + 200, person(4)).get(0);
  }

  private List<Track> at(int millis, Detection... detections) {
    return tracker.update(new FrameTime(millis * 1_000_000L, millis), List.of(detections));
  }

  private static Detection person(int x) {
    return new Detection(0, "person", 0.6f, new Box(x, 0, x + 40, 100));
  }
}
