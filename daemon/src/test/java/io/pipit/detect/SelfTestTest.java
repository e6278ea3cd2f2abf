package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.detect.model.ModelCard;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelfTestTest {
  private static final float MIN_SCORE = 0.3f;
  private static final ModelCard.Golden GOLDEN =
      new ModelCard.Golden("golden.png", "", 0.05f, 3, Map.of());
  private static final ModelCard.Expected PERSON =
      new ModelCard.Expected("person", 0.8f, List.of(10f, 20f, 30f, 60f));
  private static final ModelCard.Expected FAINT_DOG =
      new ModelCard.Expected("dog", 0.32f, List.of(50f, 50f, 60f, 60f));

  @Test
  void smallDifferencesPass() {
    assertEquals("", compare(List.of(PERSON), detection("person", 0.77f, 12)));
  }

  @Test
  void anythingElseIsReported() {
    assertReports(compare(List.of(PERSON), detection("person", 0.7f, 10)), "expected");
    assertReports(compare(List.of(PERSON), detection("person", 0.8f, 14)), "expected");
    assertReports(compare(List.of(PERSON), detection("dog", 0.8f, 10)), "expected");
    assertReports(compare(List.of(PERSON)), "expected");
    assertReports(compare(List.of(), detection("person", 0.8f, 10)), "where nothing is expected");
  }

  @Test
  void whatDiffersIsOneLineHoweverMuchItIs() {
    assertEquals(
        "expected person 0.80 at 10,20 30,60, found nothing like it; 1 of 1 expected are missing,"
            + " 0 unexpected",
        compare(List.of(PERSON)));
    assertEquals(
        "expected person 0.80 at 10,20 30,60, found person 0.59 at 10,20 30,60; 1 of 1 expected"
            + " are missing, 1 unexpected; largest score difference 0.21",
        compare(List.of(PERSON), detection("person", 0.59f, 10)));
    assertEquals(
        "found dog 0.80 at 10,20 30,60 where nothing is expected; 0 of 1 expected are missing,"
            + " 1 unexpected; largest score difference 0.03",
        compare(List.of(PERSON), detection("dog", 0.8f, 10), detection("person", 0.77f, 10)));
    String many = compare(Collections.nCopies(100, PERSON), detection("dog", 0.8f, 29));
    assertEquals(
        "expected person 0.80 at 10,20 30,60, found nothing like it; 100 of 100 expected are"
            + " missing, 1 unexpected",
        many);
  }

  @Test
  void oneDetectionDoesNotServeTwice() {
    assertReports(compare(List.of(PERSON, PERSON), detection("person", 0.8f, 10)), "expected");
  }

  @Test
  void whatIsNearTheThresholdMayBeThereOrNot() {
    assertEquals("", compare(List.of(FAINT_DOG)));
    assertEquals("", compare(List.of(), detection("person", 0.33f, 10)));
  }

  private static String compare(List<ModelCard.Expected> expected, Detection... found) {
    return SelfTest.compare(GOLDEN, MIN_SCORE, expected, List.of(found));
  }

  private static void assertReports(String difference, String word) {
    assertTrue(difference.contains(word), difference);
  }

  private static Detection detection(String label, float score, float left) {
    return new Detection(0, label, score, new Box(left, 20, 30, 60));
  }
}
