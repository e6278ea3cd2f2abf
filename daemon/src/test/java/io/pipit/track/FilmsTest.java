package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.ShippedModel;
import io.pipit.TestSettings;
import io.pipit.config.TrackerSettings;
import io.pipit.scene.Detection;
import io.pipit.scene.Track;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The tracker on whole films, with the shipped settings: what the shipped model found in them was
 * recorded by tools/record-detections, or is the street scene's truth with errors of our own.
 */
class FilmsTest {
  private static final List<Float> MIN_SCORES = ShippedModel.minScores();

  /**
   * When each of the people of the clip is to be seen, in seconds, looked up by eye: they come in
   * from below, one by one, stand at the table and leave to the right.
   */
  private static final int[][] VISITS = {
    {6, 20}, {22, 45}, {50, 70}, {74, 87}, {92, 120}, {123, 136}
  };

  @Test
  void countsThePeopleOfTheClip() throws IOException {
    for (int step : new int[] {1, 2, 5}) {
      Recording film = every(step, recording("clip.csv.gz"));
      Map<Long, Track> people = new TreeMap<>();
      TrackingScore.Follower tracker = tracker(film);
      for (Recording.Shot shot : film.shots()) {
        for (Track track : tracker.update(shot.time(), shot.detections())) {
          if (track.label().equals("person")) {
            people.put(track.id(), track);
          }
        }
      }
      assertEquals(VISITS.length, people.size(), 10 / step + " frames a second: " + people);
      int visit = 0;
      for (Track person : people.values()) {
        assertTrue(person.start().wallMillis() >= 1000L * VISITS[visit][0], person.toString());
        assertTrue(person.seen().wallMillis() <= 1000L * VISITS[visit][1], person.toString());
        visit++;
      }
    }
  }

  @Test
  void followsWhatTheModelFindsInTheStreet() throws IOException {
    Recording film = recording("scene.csv.gz");
    TrackingScore score = TrackingScore.of(film, tracker(film));
    System.err.println("[tracking] the model's boxes: " + score);
    assertTrue(score.switches() <= 50, score.toString());
    assertTrue(score.falseTracks() <= 3, score.toString());
    assertTrue(score.missed() <= 0.28, score.toString());
  }

  @Test
  void followsTheTruthOfTheStreetThroughErrors() {
    int switches = 0;
    int falseTracks = 0;
    double missed = 0;
    for (long seed = 1; seed <= 3; seed++) {
      Recording film = Simulated.detected(Simulated.truth(seed, 30, 10), seed);
      TrackingScore score = TrackingScore.of(film, tracker(film));
      System.err.println("[tracking] true boxes with errors: " + score);
      switches += score.switches();
      falseTracks += score.falseTracks();
      missed += score.missed() / 3;
    }
    assertTrue(switches <= 90, switches + " switches");
    assertEquals(0, falseTracks);
    assertTrue(missed <= 0.22, missed + " missed");
  }

  private static TrackingScore.Follower tracker(Recording film) {
    TrackerSettings settings = TestSettings.tracker();
    DetectionFilter filter =
        new DetectionFilter(
            TestSettings.objects(), List.of(), Simulated.CLASSES, settings.lowScore(), MIN_SCORES);
    long[] last = {0};
    Tracker tracker = new Tracker(settings, filter, () -> ++last[0]);
    return (time, detections) -> {
      List<Detection> kept = filter.keep(detections, film.width(), film.height());
      return tracker.update(time, kept);
    };
  }

  private static Recording recording(String name) throws IOException {
    try (InputStream in = FilmsTest.class.getResourceAsStream(name)) {
      return Recording.read(in);
    }
  }

  private static Recording every(int step, Recording film) {
    List<Recording.Shot> shots = new ArrayList<>();
    for (int i = 0; i < film.shots().size(); i += step) {
      shots.add(film.shots().get(i));
    }
    return new Recording(film.comment(), film.width(), film.height(), shots);
  }
}
