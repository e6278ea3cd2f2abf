package io.pipit.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.ObjectSettings;
import io.pipit.config.ObjectSettings.Criteria;
import io.pipit.config.Regions;
import io.pipit.config.Regions.Mask;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Point;
import io.pipit.scene.Polygon;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DetectionFilterTest {
  private static final float NONE = Float.POSITIVE_INFINITY;
  private static final Criteria ANYTHING = new Criteria(Float.NaN, 0.5f, 0, NONE, 0, NONE);
  private static final List<Float> SCORES = Collections.nCopies(Simulated.CLASSES.size(), 0.35f);

  @Test
  void lowScoresAreKeptButNotHigh() {
    DetectionFilter filter = filter(List.of(), ANYTHING);
    Detection sure = person(0.35f, 40, 100);
    Detection low = person(0.1f, 40, 100);
    List<Detection> kept = filter.keep(List.of(sure, low, person(0.09f, 40, 100)), 640, 360);
    assertEquals(List.of(sure, low), kept);
    assertEquals(List.of(sure), filter.highScore(kept));
  }

  @Test
  void onlyTheLabelsAskedForAreKept() {
    DetectionFilter filter = filter(List.of("dog"), ANYTHING);
    assertEquals(List.of(), filter.keep(List.of(person(0.9f, 40, 100)), 640, 360));
  }

  @Test
  void areasAreSquarePixelsOrFractions() {
    Criteria pixels = new Criteria(Float.NaN, 0.5f, 1000, 9000, 0, NONE);
    assertTrue(passes(pixels, 30, 100));
    assertFalse(passes(pixels, 9, 100));
    assertFalse(passes(pixels, 91, 100));
    Criteria fractions = new Criteria(Float.NaN, 0.5f, 0.01f, 0.5f, 0, NONE);
    assertTrue(passes(fractions, 24, 100)); // of 640 x 360
    assertFalse(passes(fractions, 22, 100));
    assertFalse(passes(fractions, 600, 200));
  }

  @Test
  void aRatioIsWidthByHeight() {
    Criteria upright = new Criteria(Float.NaN, 0.5f, 0, NONE, 0.2f, 1);
    assertTrue(passes(upright, 40, 100));
    assertFalse(passes(upright, 19, 100));
    assertFalse(passes(upright, 101, 100));
    assertFalse(passes(upright, 40, 0));
  }

  @Test
  void aLabelsOwnScoreGoesBeforeTheModels() {
    Criteria strict = new Criteria(0.6f, 0.8f, 0, NONE, 0, NONE);
    DetectionFilter filter = filter(List.of(), strict);
    assertFalse(filter.isHighScore(person(0.59f, 40, 100)));
    assertTrue(filter.isHighScore(person(0.6f, 40, 100)));
    assertEquals(0.8f, filter.threshold(0));
    assertEquals(0.5f, filter.threshold(1));
  }

  @Test
  void whatIsLeftToTheModelIsItsScoreForTheClass() {
    Criteria auto = new Criteria(Float.NaN, Float.NaN, 0, NONE, 0, NONE);
    Criteria eager = new Criteria(0.2f, Float.NaN, 0, NONE, 0, NONE);
    DetectionFilter filter =
        new DetectionFilter(
            new ObjectSettings(List.of(), auto, Map.of("person", eager)),
            List.of(),
            List.of("person", "dog"),
            0.1f,
            List.of(0.3f, 0.6f));
    assertTrue(filter.isHighScore(person(0.2f, 40, 100)));
    assertEquals(0.3f, filter.threshold(0));
    Detection dog = new Detection(1, "dog", 0.59f, new Box(0, 0, 40, 40));
    assertFalse(filter.isHighScore(dog));
    assertEquals(List.of(dog), filter.keep(List.of(dog), 640, 360), "may continue a track");
    assertEquals(0.6f, filter.threshold(1));
  }

  @Test
  void aScoreBelowTheLowOneIsKeptWhereALabelAsksForIt() {
    DetectionFilter filter = filter(List.of(), new Criteria(0.05f, 0.1f, 0, NONE, 0, NONE));
    assertEquals(1, filter.keep(List.of(person(0.06f, 40, 100)), 640, 360).size());
  }

  @Test
  void theDetectorMustGiveWhatTheLowestScoreAsks() {
    assertEquals(0.1f, TestSettings.settings(List.of(camera("a", ANYTHING)), List.of()).minScore());
    Criteria faint = new Criteria(0.07f, 0.5f, 0, NONE, 0, NONE);
    List<CameraSettings> two = List.of(camera("a", ANYTHING), camera("b", faint));
    assertEquals(0.07f, TestSettings.settings(two, List.of()).minScore());
  }

  private static boolean passes(Criteria criteria, float width, float height) {
    List<Detection> one = List.of(person(0.9f, width, height));
    return !filter(List.of(), criteria).keep(one, 640, 360).isEmpty();
  }

  private static DetectionFilter filter(List<String> track, Criteria person) {
    ObjectSettings settings = new ObjectSettings(track, ANYTHING, Map.of("person", person));
    return new DetectionFilter(settings, List.of(), Simulated.CLASSES, 0.1f, SCORES);
  }

  private static CameraSettings camera(String name, Criteria person) {
    return camera(name, new ObjectSettings(List.of(), ANYTHING, Map.of("person", person)));
  }

  private static CameraSettings camera(String name, ObjectSettings objects) {
    CameraSettings usual = TestSettings.camera(name, Regions.NONE);
    return new CameraSettings(
        name, usual.source(), usual.fps(), usual.limits(), objects, usual.regions());
  }

  @Test
  void whatStandsInAMaskIsDiscarded() {
    Polygon rightHalf =
        new Polygon(
            List.of(new Point(0.5f, 0), new Point(1, 0), new Point(1, 1), new Point(0.5f, 1)));
    Mask dogs = new Mask("m", rightHalf, Set.of("dog"));
    Mask all = new Mask("m", rightHalf, Set.of());
    List<Detection> right = List.of(new Detection(0, "person", 0.9f, new Box(80, 10, 90, 50)));
    List<Detection> left = List.of(new Detection(0, "person", 0.9f, new Box(10, 10, 20, 50)));
    assertEquals(right, masked(dogs).keep(right, 100, 100));
    assertEquals(List.of(), masked(all).keep(right, 100, 100));
    assertEquals(left, masked(all).keep(left, 100, 100));
  }

  private static DetectionFilter masked(Mask mask) {
    return new DetectionFilter(
        TestSettings.objects(), List.of(mask), Simulated.CLASSES, 0.1f, SCORES);
  }

  private static Detection person(float score, float width, float height) {
    return new Detection(0, "person", score, new Box(0, 0, width, height));
  }
}
