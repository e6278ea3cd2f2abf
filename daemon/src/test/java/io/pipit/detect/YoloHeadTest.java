package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.detect.model.ModelCard;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class YoloHeadTest {
  private static final int PER_ANCHOR = 4 + 1 + 2;
  private static final List<Float> ANCHORS = List.of(10f, 20f, 30f, 40f);

  private final float[] logits = new float[2 * 3 * 2 * PER_ANCHOR]; // 2 rows of 3 cells
  private final Candidates found = new Candidates();

  YoloHeadTest() {
    Arrays.fill(logits, -20);
  }

  @Test
  void decodesCentreFromTheCellAndSizeFromTheAnchor() {
    put(2, 1, 1, new float[] {0, 0, 0, (float) Math.log(2), 20, -20, 20});
    decode(0.5f);
    assertEquals(1, found.size());
    assertEquals(1, found.classId(0));
    assertEquals(1, found.score(0), 1e-6);
    assertEquals(2.5f * 16 - 15, found.x1(0), 1e-4);
    assertEquals(2.5f * 16 + 15, found.x2(0), 1e-4);
    assertEquals(1.5f * 16 - 40, found.y1(0), 1e-4);
    assertEquals(1.5f * 16 + 40, found.y2(0), 1e-4);
  }

  @Test
  void scoreIsObjectnessTimesClass() {
    put(0, 0, 0, new float[] {0, 0, 0, 0, 1, 0.5f, 0.2f});
    decode(0.1f);
    assertEquals(2, found.size());
    assertEquals(sigmoid(1) * sigmoid(0.5), found.score(0), 1e-6);
    assertEquals(sigmoid(1) * sigmoid(0.2), found.score(1), 1e-6);
  }

  @Test
  void productBelowTheThresholdIsNothingThoughBothFactorsPass() {
    put(0, 0, 0, new float[] {0, 0, 0, 0, 0.1f, 0.1f, -20});
    decode(0.5f);
    assertEquals(0, found.size());
  }

  @Test
  void thresholdItselfPasses() {
    put(1, 0, 0, new float[] {0, 0, 0, 0, 40, 0, -20});
    decode(0.5f);
    assertEquals(1, found.size());
  }

  @Test
  void notANumberIsNoDetection() {
    put(1, 0, 0, new float[] {0, 0, 0, 0, Float.NaN, 5, 5});
    decode(0.1f);
    assertEquals(0, found.size());
  }

  @Test
  void aNumberOfTheBoxThatIsNoneIsNoDetection() {
    for (int i = 0; i < 4; i++) {
      float[] values = {0, 0, 0, 0, 5, 5, -20};
      values[i] = Float.NaN;
      put(1, 0, 0, values);
      decode(0.1f);
      assertEquals(0, found.size(), "number " + i);
    }
  }

  @Test
  void noLogitMakesAnInfiniteBox() {
    for (float logit : new float[] {100, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      found.clear();
      put(1, 0, 0, new float[] {logit, logit, logit, logit, 5, 5, -20});
      decode(0.1f);
      assertEquals(1, found.size());
      for (float side : new float[] {found.x1(0), found.y1(0), found.x2(0), found.y2(0)}) {
        assertTrue(Float.isFinite(side), logit + " gives " + side);
      }
    }
  }

  @Test
  void aSideIsAtMostItsAnchorTimesTheExponentialOfSix() {
    put(1, 0, 0, new float[] {0, 0, 7, 6.5f, 5, 5, -20});
    decode(0.1f);
    assertEquals(10 * Math.exp(6), found.x2(0) - found.x1(0), 0.01);
    assertEquals(20 * Math.exp(6), found.y2(0) - found.y1(0), 0.01);
  }

  @Test
  void aScaledCentreReachesOutOfItsCellByHalfOfWhatIsMoreThanOne() {
    put(1, 1, 0, new float[] {20, -20, 0, 0, 5, 5, -20});
    decode(1.2f, 0.1f, 0.1f);
    assertEquals((1 + 1.1f) * 16, (found.x1(0) + found.x2(0)) / 2, 1e-3);
    assertEquals((1 - 0.1f) * 16, (found.y1(0) + found.y2(0)) / 2, 1e-3);
    found.clear();
    put(1, 1, 0, new float[] {0, 0, 0, 0, 5, 5, -20});
    decode(1.2f, 0.1f, 0.1f);
    assertEquals(1.5f * 16, (found.x1(0) + found.x2(0)) / 2, 1e-3);
  }

  @Test
  void everyClassHasAScoreOfItsOwn() {
    put(0, 0, 0, new float[] {0, 0, 0, 0, 20, 0, 0});
    decode(1, 0.6f, 0.4f);
    assertEquals(1, found.size());
    assertEquals(1, found.classId(0));
  }

  @Test
  void aScoreOfNothingLetsEveryBoxPass() {
    decode(1, 1, 0);
    assertEquals(12, found.size());
  }

  private void decode(float minScore) {
    decode(1, minScore, minScore);
  }

  private void decode(float scaleXy, float... minScores) {
    new YoloHead(new ModelCard.Head(16, ANCHORS, scaleXy), minScores)
        .decode(FloatBuffer.wrap(logits), 3, 2, found);
  }

  private void put(int x, int y, int anchor, float[] values) {
    System.arraycopy(values, 0, logits, ((y * 3 + x) * 2 + anchor) * PER_ANCHOR, values.length);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
