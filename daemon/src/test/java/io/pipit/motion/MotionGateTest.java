package io.pipit.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.MotionSettings;
import io.pipit.config.Regions.Mask;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Point;
import io.pipit.scene.Polygon;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** 10 frames a second of a textured view, 416x234. */
class MotionGateTest {
  private static final int WIDTH = 416;
  private static final int HEIGHT = 234;
  private static final int START = 20;
  private static final MotionSettings SETTINGS = new MotionSettings(true, 8, Duration.ofSeconds(1));

  private final byte[] view = texture();
  private final byte[] rgb = new byte[3 * WIDTH * HEIGHT];
  private MotionGate gate = new MotionGate(SETTINGS, List.of());
  private Weather weather = Weather.noise(2);
  private int number;

  private static byte[] texture() {
    byte[] texture = new byte[WIDTH * HEIGHT];
    Random random = new Random(3);
    for (int y = 0; y < HEIGHT; y += 9) {
      for (int x = 0; x < WIDTH; x += 13) {
        fill(texture, x, y, 13, 9, 60 + random.nextInt(100));
      }
    }
    return texture;
  }

  private static void fill(byte[] grey, int left, int top, int width, int height, int level) {
    for (int y = Math.max(0, top); y < Math.min(HEIGHT, top + height); y++) {
      for (int x = Math.max(0, left); x < Math.min(WIDTH, left + width); x++) {
        grey[y * WIDTH + x] = (byte) level;
      }
    }
  }

  /** Shows the view with an object on it, shifted by some pixels to the right. */
  private boolean look(int left, int top, int width, int height, int level, int shift) {
    byte[] grey = view.clone();
    fill(grey, left, top, width, height, level);
    for (int i = 0; i < grey.length; i++) {
      byte value = grey[Math.max(0, i - shift)];
      rgb[3 * i] = value;
      rgb[3 * i + 1] = value;
      rgb[3 * i + 2] = value;
    }
    return lookAtPixels(false);
  }

  private boolean lookAtPixels(boolean unsettled) {
    weather.apply(rgb, WIDTH, HEIGHT, number);
    FrameTime time = new FrameTime(number * 100_000_000L, number * 100L);
    ByteBuffer pixels = ByteBuffer.allocateDirect(rgb.length).put(0, rgb);
    Frame.Layout layout = Frame.Layout.packed(WIDTH, HEIGHT);
    return gate.wantsLook(new Frame("a", number++, time, layout, pixels, 0, () -> {}), unsettled);
  }

  private boolean still() {
    return look(0, 0, 0, 0, 0, 0);
  }

  /** How many of the next frames are examined while nothing moves. */
  private int looks(int frames) {
    int looks = 0;
    for (int i = 0; i < frames; i++) {
      looks += still() ? 1 : 0;
    }
    return looks;
  }

  @Test
  void theFirstTwoSecondsAreExaminedThenOneFrameASecond() {
    assertEquals(START, looks(START));
    assertEquals(10, looks(100));
  }

  @Test
  void everyFrameIsExaminedWithoutTheGate() {
    gate = new MotionGate(MotionSettings.UNGATED, List.of());
    assertEquals(100, looks(100));
  }

  @Test
  void theNoiseOfANightIsNoMotion() {
    weather = Weather.noise(20);
    looks(START);
    assertEquals(60, looks(600));
  }

  @Test
  void rainIsNoMotion() {
    weather = Weather.noise(2).and(Weather.rain(250));
    looks(START);
    int looks = looks(600);
    assertTrue(looks <= 120, looks + " of 600");
  }

  @Test
  void duskIsNoMotion() {
    weather = Weather.noise(2).and(Weather.light(frame -> 1 - frame / 1000.0));
    looks(START);
    assertEquals(60, looks(600));
  }

  @Test
  void aLampThatIsSwitchedIsExaminedOnceAndThenKnown() {
    weather = Weather.noise(2).and(Weather.light(frame -> frame / 45 % 2 == 0 ? 1 : 0.4));
    assertEquals(START + 2, looks(45), "still light");
    assertTrue(still(), "dark");
    assertEquals(4, looks(44), "still dark");
    assertTrue(still(), "light again");
    assertEquals(4, looks(44), "still light");
  }

  @Test
  void aSmallObjectThatComesInIsSeenAtItsSecondFrame() {
    looks(START + 15);
    assertFalse(look(0, 100, 8, 20, 200, 0));
    assertTrue(look(4, 100, 8, 20, 200, 0));
    assertTrue(look(8, 100, 8, 20, 200, 0));
  }

  @Test
  void anObjectOfLowContrastIsSeen() {
    fill(view, 0, 0, WIDTH, HEIGHT, 90);
    looks(START + 12);
    int looks = 0;
    for (int x = 0; x < 6; x++) {
      looks += look(100 + 4 * x, 100, 16, 40, 102, 0) ? 1 : 0;
    }
    assertTrue(looks >= 4, looks + " of 6");
  }

  @Test
  void anObjectThatCreepsIsSeen() {
    looks(START + 50);
    int looks = 0;
    for (int i = 0; i < 100; i++) {
      looks += look(100 + i / 5, 60, 40, 90, 200, 0) ? 1 : 0;
    }
    assertTrue(looks > 80, looks + " of 100");
  }

  @Test
  void anObjectThatHasStoppedIsKnownAfterSomeSeconds() {
    looks(START);
    for (int x = 0; x < 20; x++) {
      look(4 * x, 100, 40, 60, 200, 0);
    }
    int looks = 0;
    for (int i = 0; i < 100; i++) {
      looks += look(76, 100, 40, 60, 200, 0) ? 1 : 0;
    }
    assertTrue(looks < 55, looks + " of 100");
    assertEquals(10, looksAtStopped(100));
  }

  private int looksAtStopped(int frames) {
    int looks = 0;
    for (int i = 0; i < frames; i++) {
      looks += look(76, 100, 40, 60, 200, 0) ? 1 : 0;
    }
    return looks;
  }

  @Test
  void aCameraThatShakesIsLearned() {
    Random wind = new Random(1);
    int looks = 0;
    for (int i = 0; i < 300; i++) {
      looks = i == 200 ? 0 : looks;
      looks += look(0, 0, 0, 0, 0, wind.nextInt(3)) ? 1 : 0;
    }
    assertTrue(looks <= 30, looks + " of the last 100");
  }

  @Test
  void aClockInTheImageIsLearned() {
    int looks = 0;
    for (int i = 0; i < 600; i++) {
      looks = i == 300 ? 0 : looks;
      looks += look(20 + 8 * (i / 10 % 3), 10, 8, 12, 255, 0) ? 1 : 0;
    }
    assertTrue(looks <= 60, looks + " of the last 300");
  }

  @Test
  void allIsExaminedWhileTracksAreUnsettledAndForASecondAfter() {
    looks(START + 5);
    assertTrue(lookAtPixels(true));
    assertEquals(9 + 1, looks(19));
  }

  @Test
  void whatMovesInAMaskForAllLabelsOpensNothing() {
    Polygon left =
        new Polygon(
            List.of(new Point(0, 0), new Point(0.5f, 0), new Point(0.5f, 1), new Point(0, 1)));
    gate = new MotionGate(SETTINGS, List.of(new Mask("tree", left, Set.of())));
    looks(START + 50);
    int looks = 0;
    for (int i = 0; i < 40; i++) {
      looks += look(4 * i, 100, 40, 60, 200, 0) ? 1 : 0;
    }
    assertEquals(4, looks);
    gate = new MotionGate(SETTINGS, List.of(new Mask("cars", left, Set.of("car"))));
    looks(START + 50);
    assertFalse(look(0, 100, 40, 60, 200, 0));
    assertTrue(look(4, 100, 40, 60, 200, 0));
  }

  @Test
  void framesOfAnotherSizeAndAResetBeginAgain() {
    looks(START + 5);
    assertFalse(still());
    gate.reset();
    assertEquals(START, looks(START));
    looks(5);
    Frame.Layout half = Frame.Layout.packed(WIDTH / 2, HEIGHT / 2);
    ByteBuffer pixels = ByteBuffer.allocate(half.bytes());
    FrameTime time = new FrameTime(number * 100_000_000L, 0);
    assertTrue(gate.wantsLook(new Frame("a", 0, time, half, pixels, 0, () -> {}), false));
  }

  @Test
  void aFrameOfOnePixelIsAFrame() {
    Frame.Layout layout = Frame.Layout.packed(1, 1);
    for (int i = 0; i < 30; i++) {
      Frame frame =
          new Frame(
              "a",
              i,
              new FrameTime(i * 100_000_000L, 0),
              layout,
              ByteBuffer.allocate(3),
              0,
              () -> {});
      assertEquals(i < START || i == 29, gate.wantsLook(frame, false), "frame " + i);
    }
  }
}
