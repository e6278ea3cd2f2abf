package io.pipit.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.scene.Box;
import java.awt.Color;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreetSceneTest {
  private static final int W = 320;
  private static final int H = 180;

  @Test
  void theSameSeedAndMomentGiveTheSameImageInAnyOrder() {
    StreetScene one = new StreetScene(42, W, H);
    StreetScene other = new StreetScene(42, W, H);
    one.render(3);
    one.render(100);
    List<Truth> truths = one.render(12.3);
    assertEquals(truths, other.render(12.3));
    assertArrayEquals(DrawingCanvas.dataOf(one.image()), DrawingCanvas.dataOf(other.image()));
  }

  @Test
  void anotherSeedGivesAnotherImage() {
    StreetScene one = new StreetScene(1, W, H);
    StreetScene other = new StreetScene(2, W, H);
    one.render(0);
    other.render(0);
    int same = 0;
    int[] a = DrawingCanvas.dataOf(one.image());
    int[] b = DrawingCanvas.dataOf(other.image());
    for (int i = 0; i < a.length; i++) {
      same += a[i] == b[i] ? 1 : 0;
    }
    assertTrue(same < a.length / 10);
  }

  @Test
  void boxesLieInsideTheImageAndLabelsAreKnown() {
    Set<String> labels = new HashSet<>();
    for (int seed = 0; seed < 4; seed++) {
      StreetScene scene = new StreetScene(seed, W, H);
      for (int t = 0; t < 100; t += 8) {
        for (Truth truth : scene.render(t)) {
          Box box = truth.box();
          assertTrue(box.left() >= 0 && box.top() >= 0 && box.right() <= W && box.bottom() <= H);
          assertTrue(box.width() >= 1 && box.height() >= 1);
          assertTrue(truth.visible() > 0 && truth.visible() <= 1);
          labels.add(truth.label());
        }
      }
    }
    assertTrue(SceneWriter.LABELS.containsAll(labels));
    assertTrue(labels.containsAll(Set.of("person", "car", "dog")), labels.toString());
  }

  @Test
  void aBoxHoldsAllPixelsOfItsObjectAndTouchesThemOnEverySide() {
    Light light =
        new Light(0.5, 0, 0, 0.2, Color.BLUE, Color.WHITE, 1, 1, 1, 0, false); // no shadows
    Noise cloth = new Noise(5, 16, 4);
    Chance chance = new Chance(9);
    Actor[] actors = {
      new Walker(chance, Walker.View.SIDE, 1),
      new Walker(chance, Walker.View.FRONT, 1),
      new Car(chance),
      FourLegs.dog(chance),
      Lorry.bus(chance),
      new Bicycle(chance),
    };
    for (Actor actor : actors) {
      DrawingCanvas canvas = new DrawingCanvas(W, H, light, cloth);
      int[] red = background(0xFF0000);
      int[] blue = background(0x0000FF);
      Placed placed = new Placed(actor, 160, 150, 24, 1, 3, 1, false);
      canvas.begin(red);
      canvas.add(placed);
      int[] onRed = canvas.pixels().clone();
      canvas.begin(blue);
      canvas.add(placed);
      Box box = canvas.truths().get(0).box();
      Box covered = coveredBox(onRed, canvas.pixels());
      assertEquals(covered.left(), box.left(), 1, actor.label());
      assertEquals(covered.top(), box.top(), 1, actor.label());
      assertEquals(covered.right(), box.right(), 1, actor.label());
      assertEquals(covered.bottom(), box.bottom(), 1, actor.label());
    }
  }

  /** The box of the pixels through which less than half of the background is seen. */
  private static Box coveredBox(int[] onRed, int[] onBlue) {
    int x0 = W;
    int y0 = H;
    int x1 = 0;
    int y1 = 0;
    for (int i = 0; i < onRed.length; i++) {
      int seen = (onRed[i] >> 16 & 255) - (onBlue[i] >> 16 & 255);
      if (seen < 120) {
        x0 = Math.min(x0, i % W);
        x1 = Math.max(x1, i % W + 1);
        y0 = Math.min(y0, i / W);
        y1 = Math.max(y1, i / W + 1);
      }
    }
    return new Box(x0, y0, x1, y1);
  }

  private static int[] background(int rgb) {
    int[] pixels = new int[W * H];
    java.util.Arrays.fill(pixels, rgb);
    return pixels;
  }

  @Test
  void whatIsHiddenIsNotThere() {
    DrawingCanvas canvas =
        new DrawingCanvas(W, H, Light.of(Chance.of(1, 1, 1)), new Noise(5, 16, 4));
    canvas.begin(background(0x808080));
    canvas.add(
        new Placed(new Walker(new Chance(1), Walker.View.SIDE, 1), 160, 140, 20, 1, 0, 1, false));
    canvas.add(new Placed(Lorry.bus(new Chance(2)), 160, 150, 22, 1, 0, 2, false));
    List<Truth> truths = canvas.truths();
    assertEquals(1, truths.size());
    assertEquals("bus", truths.get(0).label());
  }

  @Test
  void objectsComeAndGoAndKeepTheirNumber() {
    StreetScene scene = new StreetScene(3, W, H);
    Map<Long, String> seen = new HashMap<>();
    for (double t = 0; t < 40; t += 1) {
      for (Truth truth : scene.render(t)) {
        String before = seen.putIfAbsent(truth.track(), truth.label());
        assertTrue(before == null || before.equals(truth.label()));
      }
    }
    assertTrue(seen.size() > 8, "so many objects: " + seen.size());
    Set<Long> last = new HashSet<>();
    scene.render(600).forEach(truth -> last.add(truth.track()));
    assertFalse(seen.keySet().equals(last));
  }

  @Test
  void anImageTooSmallIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new StreetScene(1, 63, 100));
  }
}
