package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.config.ObjectSettings;
import io.pipit.config.ObjectSettings.Criteria;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackerTest {
  private static final float MIN_SCORE = 0.35f;
  private static final float THRESHOLD = 0.5f;
  private static final float NONE = Float.POSITIVE_INFINITY;
  private static final DetectionFilter FILTER =
      new DetectionFilter(
          new ObjectSettings(
              List.of(), new Criteria(MIN_SCORE, THRESHOLD, 0, NONE, 0, NONE), Map.of()),
          List.of(),
          Simulated.CLASSES,
          0.1f,
          Collections.nCopies(Simulated.CLASSES.size(), MIN_SCORE));

  private final Set<Long> published = new HashSet<>();
  private final Tracker tracker = tracker();
  private long now;
  private List<Track> tracks = List.of();

  private static Tracker tracker() {
    long[] last = {0};
    return new Tracker(TestSettings.tracker(), FILTER, () -> ++last[0]);
  }

  @Test
  void anObjectCountsFromItsThirdFrameOn() {
    assertEquals(0, after(100, person(0)).size());
    assertEquals(0, after(100, person(2)).size());
    assertEquals(1, after(100, person(4)).size());
  }

  @Test
  void atManyFramesASecondAnObjectStillMustBeSeenForItsTime() {
    for (int i = 0; i < 7; i++) {
      assertEquals(0, after(33, person(i)).size(), "frame " + i);
    }
    assertEquals(1, after(33, person(7)).size());
  }

  @Test
  void whatScoresLowOrFlickersNeverCounts() {
    for (int i = 0; i < 60; i++) {
      after(100, object("person", 0.45f, 0, 0, 40, 100), object("dog", 0.4f, 300, 0, 340, 40));
      Detection flicker = object("cat", 0.9f, 500, 200, 540, 240);
      after(100, i % 2 == 0 ? new Detection[] {flicker} : new Detection[0]);
    }
    assertEquals(Set.of(), published);
  }

  @Test
  void oneGoodScoreIsNotEnoughTheMedianMustBe() {
    for (float score : new float[] {0.95f, 0.4f, 0.4f, 0.4f, 0.9f}) {
      assertEquals(0, after(100, object("person", score, 0, 0, 40, 100)).size());
    }
    after(100, object("person", 0.6f, 0, 0, 40, 100));
    after(100, object("person", 0.6f, 0, 0, 40, 100));
    assertEquals(1, tracks.size());
  }

  @Test
  void framesThatNobodyLookedAtEndNoTrack() {
    confirm();
    long id = tracks.get(0).id();
    for (int i = 0; i < 600; i++) {
      now += 100_000_000;
      assertEquals(id, tracker.skip(new FrameTime(now, 0)).get(0).id());
    }
    assertEquals(id, after(100).get(0).id(), "not seen once is not gone");
    for (int i = 0; i < 600; i++) {
      after(100);
    }
    assertEquals(0, tracks.size(), "looked at for a minute, it is gone");
  }

  @Test
  void whatWasMissedIsStillMissingInFramesThatAreSkipped() {
    confirm();
    after(100);
    for (int i = 0; i < 40; i++) {
      now += 100_000_000;
      tracker.skip(new FrameTime(now, 0));
    }
    assertEquals(0, after(100).size(), "missed for more than 3 s");
  }

  @Test
  void onlyWhatStandsAndIsSeenEachTimeIsSettled() {
    assertFalse(tracker.isUnsettled());
    for (int i = 0; i < 50; i++) {
      after(100, person(100));
      assertTrue(tracker.isUnsettled(), "not yet stationary");
    }
    after(100, person(100));
    assertFalse(tracker.isUnsettled());
    after(100);
    for (int i = 0; i < 9; i++) {
      after(100, person(100));
      assertTrue(tracker.isUnsettled(), "missed not long ago");
    }
    after(100, person(100));
    assertFalse(tracker.isUnsettled());
    after(100, person(200));
    assertTrue(tracker.isUnsettled(), "it moves");
  }

  @Test
  void aWalkerKeepsItsNumberAtAnyFrameRate() {
    for (double fps : new double[] {1, 2, 5, 10, 15, 30}) {
      tracker.forget();
      published.clear();
      // 1.4 m/s with 1.75 m being 100 pixels
      for (int i = 0; i < 8 * fps; i++) {
        after(1000 / fps, person((float) (80 * i / fps)));
      }
      assertEquals(1, published.size(), fps + " frames a second: " + published);
      assertTrue(tracks.get(0).seen().monoNanos() == now, fps + " frames a second");
    }
  }

  @Test
  void peopleWhoCrossKeepTheirNumbers() {
    for (int i = 0; i <= 40; i++) {
      float a = 10 * i;
      float b = 400 - 10 * i;
      // In the middle one hides the other, and suppression leaves one box.
      if (Math.abs(a - b) < 25) {
        after(100, person(a));
      } else {
        after(100, person(a), person(b));
      }
    }
    assertEquals(Set.of(1L, 2L), published);
    assertTrue(track(1).box().left() > 350, "the first still goes to the right");
    assertTrue(track(2).box().left() < 50, "the second still goes to the left");
  }

  @Test
  void aWalkerBehindAParkedVanComesOutAsTheSame() {
    for (int i = 0; i < 50; i++) {
      after(100, i >= 20 && i < 40 ? new Detection[0] : new Detection[] {person(8 * i)});
    }
    assertEquals(Set.of(1L), published);
  }

  @Test
  void aLongAbsenceEndsTheTrack() {
    confirm();
    after(2900);
    assertEquals(1, tracks.size());
    after(200);
    assertEquals(0, tracks.size());
    confirm();
    assertEquals(Set.of(1L, 2L), published);
  }

  @Test
  void aLowScoreContinuesATrackButBeginsNone() {
    for (int i = 0; i < 10; i++) {
      after(100, object("person", 0.3f, 0, 0, 40, 100));
    }
    assertEquals(Set.of(), published);
    confirm();
    for (int i = 0; i < 60; i++) {
      after(100, object("person", 0.15f, 4, 0, 44, 100));
    }
    assertEquals(now, track(1).seen().monoNanos());
    assertEquals(0.15f, track(1).score());
    assertEquals(0.6f, track(1).topScore());
  }

  @Test
  void aParkedCarThatIsMissedForMinutesIsStillTheSame() {
    park(300);
    after(100);
    for (int i = 0; i < 250; i++) {
      assertEquals(1, after(1000).size(), "it is still taken to be there");
    }
    assertTrue(track(1).stationary());
    after(100, car(2));
    assertEquals(now, track(1).seen().monoNanos());
    assertEquals(Set.of(1L), published);
  }

  @Test
  void whatStoodForAShortTimeIsNotWaitedForLonger() {
    park(20);
    after(19_000);
    assertEquals(1, tracks.size());
    after(2000);
    assertEquals(0, tracks.size());
  }

  @Test
  void whoComesToStandWhereOneHasLeftIsSomebodyElse() {
    // The clip at two frames a second, in which the first one's leaving is not to be seen.
    for (int i = 0; i < 24; i++) {
      after(500, object("person", 0.8f, 391, 21, 518, 370));
    }
    for (int i = 0; i < 9; i++) {
      after(500);
    }
    after(500, object("person", 0.65f, 203, 212, 352, 424));
    after(500, object("person", 0.86f, 292, 68, 503, 432));
    after(500, object("person", 0.88f, 335, 9, 546, 432));
    for (int i = 0; i < 4; i++) {
      after(500, object("person", 0.9f, 381, 7, 532, 376));
    }
    assertEquals(Set.of(1L, 2L), published);
    assertEquals(now, track(2).seen().monoNanos());
  }

  @Test
  void aLorryThatPassesDoesNotTakeTheParkedCarsNumber() {
    park(60);
    for (int i = 0; i < 40; i++) {
      float x = -420 + 30 * i;
      Detection lorry = object("truck", 0.8f, x, 60, x + 400, 280);
      boolean hidden = x < 190 && x + 400 > 110;
      after(100, hidden ? new Detection[] {lorry} : new Detection[] {lorry, car(0)});
    }
    assertEquals(Set.of(1L, 2L), published);
    after(100, car(0));
    assertEquals("car", track(1).label());
    assertTrue(track(1).stationary());
    assertEquals(now, track(1).seen().monoNanos());
  }

  @Test
  void somebodyInFrontOfAParkedCarDoesNotMoveIt() {
    park(60);
    for (int i = 0; i < 20; i++) {
      after(100, object("car", 0.5f, 150, 150, 200, 200)); // only its right half is seen
    }
    for (int i = 0; i < 20; i++) {
      after(100, car(0));
    }
    assertTrue(track(1).stationary());
    assertEquals(Set.of(1L), published);
  }

  @Test
  void aParkedCarThatDrivesOffKeepsItsNumberAndIsNoLongerStationary() {
    park(30);
    for (int i = 0; i < 10; i++) {
      after(100, car(2 * i * i));
    }
    assertFalse(track(1).stationary());
    assertEquals(0, track(1).motionless());
    assertEquals(Set.of(1L), published);
  }

  @Test
  void theShakingOfBoxesIsNoMotion() {
    Random chance = new Random(1);
    int stationary = 0;
    for (int i = 0; i < 600; i++) {
      float dx = 4 * (float) chance.nextGaussian();
      float dy = 2 * (float) chance.nextGaussian();
      after(100, object("car", 0.7f, 100 + dx, 150 + dy, 200 + dx, 200 + dy));
      stationary += !tracks.isEmpty() && tracks.get(0).stationary() ? 1 : 0;
    }
    assertTrue(stationary > 540, "in " + stationary + " frames of 600");
  }

  @Test
  void aLabelThatFlipsChangesNeitherNumberNorLabel() {
    for (int i = 0; i < 40; i++) {
      after(100, object(i % 3 == 1 ? "truck" : "car", 0.7f, 5 * i, 150, 5 * i + 100, 200));
      tracks.forEach(track -> assertEquals("car", track.label()));
    }
    assertEquals(Set.of(1L), published);
  }

  @Test
  void anObjectWithTwoLabelsIsOneObject() {
    for (int i = 0; i < 10; i++) {
      after(100, car(0), object("truck", 0.5f, 102, 151, 201, 203));
    }
    assertEquals(Set.of(1L), published);
  }

  @Test
  void aRiderAndItsBicycleAreTwoAndStayWhatTheyAre() {
    for (int i = 0; i < 30; i++) {
      Detection rider = object("person", 0.8f, 12 * i, 100, 12 * i + 40, 190);
      Detection bicycle = object("bicycle", 0.6f, 12 * i - 10, 130, 12 * i + 60, 200);
      // Now this one is missed, now that one.
      after(
          100,
          i % 4 == 1 ? List.of(rider) : i % 4 == 3 ? List.of(bicycle) : List.of(rider, bicycle));
    }
    assertEquals(Set.of(1L, 2L), published);
    assertEquals("person", track(1).label());
    assertEquals("bicycle", track(2).label());
  }

  @Test
  void aSecondBoxOfATrackedObjectBeginsNoTrack() {
    confirm();
    for (int i = 0; i < 20; i++) {
      after(100, person(4), object("person", 0.5f, 4, 40, 44, 100));
    }
    assertEquals(Set.of(1L), published);
  }

  @Test
  void afterAnOutageAWalkerIsNewAndAParkedCarIsNot() {
    for (int i = 0; i < 600; i++) {
      after(100, car(0), person(300 + 0.3f * i));
    }
    after(50_000, car(0), person(480));
    after(100, car(0), person(480));
    after(100, car(0), person(480));
    assertEquals(Set.of(1L, 2L, 3L), published);
    assertEquals(List.of(1L, 3L), tracks.stream().map(Track::id).toList());
  }

  @Test
  void framesOfTheSameMomentAndEmptyOnesDoNoHarm() {
    assertEquals(List.of(), after(0));
    confirm();
    for (int i = 0; i < 10; i++) {
      after(0, person(4));
      after(0);
    }
    assertEquals(1, tracks.size());
    assertEquals(now, track(1).seen().monoNanos());
    assertTrue(after(100_000_000).isEmpty());
  }

  @Test
  void aHundredObjectsKeepTheirNumbers() {
    for (int i = 0; i < 30; i++) {
      List<Detection> crowd = new ArrayList<>();
      for (int k = 0; k < 100; k++) {
        float x = 50 * (k % 20) + (k % 2 == 0 ? i : -i);
        crowd.add(object("person", 0.6f, x, 110 * (k / 20), x + 30, 110 * (k / 20) + 90));
      }
      after(100, crowd);
    }
    assertEquals(100, published.size());
    assertEquals(100, tracks.size());
  }

  @Test
  void theSameFramesGiveTheSameTracks() {
    Recording film = Simulated.detected(Simulated.truth(5, 10, 10), 5);
    Tracker one = tracker();
    Tracker other = tracker();
    for (Recording.Shot shot : film.shots()) {
      assertEquals(
          one.update(shot.time(), shot.detections()), other.update(shot.time(), shot.detections()));
    }
  }

  @Test
  void aJumpOfTheWallClockChangesNothing() {
    Tracker other = tracker();
    for (int i = 0; i < 50; i++) {
      List<Detection> found = i % 7 == 0 ? List.of() : List.of(person(5 * i), car(0));
      long mono = 100_000_000L * i;
      List<Track> steady = tracker.update(new FrameTime(mono, 100L * i), found);
      List<Track> jumping =
          other.update(new FrameTime(mono, i % 10 == 5 ? 0 : 3_600_000L * (i % 5)), found);
      assertEquals(
          steady.stream().map(Track::id).toList(), jumping.stream().map(Track::id).toList());
      assertEquals(
          steady.stream().map(Track::box).toList(), jumping.stream().map(Track::box).toList());
    }
  }

  @Test
  void tracksComeOldestFirst() {
    for (int i = 0; i < 30; i++) {
      after(100, i < 10 ? List.of(person(300)) : List.of(person(0), person(300)));
    }
    assertTrue(tracks.get(0).start().monoNanos() < tracks.get(1).start().monoNanos());
  }

  @Test
  void aForgottenTrackDoesNotComeBack() {
    park(60);
    tracker.forget();
    assertEquals(List.of(), tracker.skip(new FrameTime(now, 0)));
    assertEquals(List.of(), after(100));
    park(1);
    assertNotEquals(1, tracks.get(0).id());
  }

  private void confirm() {
    after(100, person(0));
    after(100, person(2));
    after(100, person(4));
  }

  private void park(int seconds) {
    for (int i = 0; i < 10 * seconds; i++) {
      after(100, car(i % 2));
    }
  }

  private Track track(long id) {
    return tracks.stream().filter(track -> track.id() == id).findFirst().orElseThrow();
  }

  private List<Track> after(double millis, Detection... detections) {
    return after(millis, List.of(detections));
  }

  private List<Track> after(double millis, List<Detection> detections) {
    now += Math.round(millis * 1e6);
    List<Detection> sorted = new ArrayList<>(detections);
    sorted.sort(Comparator.comparingDouble(detection -> -detection.score()));
    tracks = tracker.update(new FrameTime(now, 0), sorted);
    tracks.forEach(track -> published.add(track.id()));
    return tracks;
  }

  private static Detection person(float x) {
    return object("person", 0.6f, x, 0, x + 40, 100);
  }

  private static Detection car(float x) {
    return object("car", 0.7f, 100 + x, 150, 200 + x, 200);
  }

  private static Detection object(
      String label, float score, float left, float top, float right, float bottom) {
    Box box = new Box(left, top, right, bottom);
    return new Detection(Simulated.CLASSES.indexOf(label), label, score, box);
  }
}
