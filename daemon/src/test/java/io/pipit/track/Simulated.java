package io.pipit.track;

import io.pipit.demo.StreetScene;
import io.pipit.demo.Truth;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A detector that knows the truth of the street scene, and errs as one that does not. */
final class Simulated {
  static final List<String> CLASSES =
      List.of("person", "bicycle", "car", "motorcycle", "bus", "truck", "dog", "cat");

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  private Simulated() {}

  /** What is truly there, drawn once. */
  static Recording truth(long seed, int seconds, double fps) {
    StreetScene scene = new StreetScene(seed, WIDTH, HEIGHT);
    List<Recording.Shot> shots = new ArrayList<>();
    for (int i = 0; i < seconds * fps; i++) {
      long millis = Math.round(1000 * i / fps);
      List<Recording.True> truths = new ArrayList<>();
      for (Truth t : scene.render(i / fps)) {
        truths.add(new Recording.True(t.track(), t.label(), (float) t.visible(), t.box()));
      }
      shots.add(new Recording.Shot(new FrameTime(millis * 1_000_000, millis), truths, List.of()));
    }
    return new Recording("", WIDTH, HEIGHT, shots);
  }

  /**
   * The film with boxes: edges off by 4 %, a seventh of them missing, scores that fall as objects
   * are hidden, now and then a box of nothing.
   */
  static Recording detected(Recording truth, long seed) {
    Random chance = new Random(seed);
    List<Recording.Shot> shots = new ArrayList<>();
    for (Recording.Shot shot : truth.shots()) {
      List<Detection> found = new ArrayList<>();
      for (Recording.True t : shot.truths()) {
        double score = 0.75 * Math.sqrt(t.visible()) + 0.12 * chance.nextGaussian();
        Box box = shaken(t.box(), chance);
        if (chance.nextInt(7) > 0 && score >= 0.1 && box.area() > 60) {
          found.add(detection(t.label(), score, box));
        }
      }
      if (chance.nextInt(5) == 0) {
        float x = chance.nextFloat() * (WIDTH - 60);
        float y = chance.nextFloat() * (HEIGHT - 80);
        Box box = new Box(x, y, x + 30 + chance.nextInt(30), y + 30 + chance.nextInt(50));
        found.add(detection("person", 0.15 + 0.35 * chance.nextDouble(), box));
      }
      found.sort(Comparator.comparingDouble(d -> -d.score()));
      shots.add(new Recording.Shot(shot.time(), shot.truths(), found));
    }
    return new Recording("", truth.width(), truth.height(), shots);
  }

  private static Detection detection(String label, double score, Box box) {
    float clipped = (float) Math.min(0.99, Math.max(0.1, score));
    return new Detection(CLASSES.indexOf(label), label, clipped, box);
  }

  private static Box shaken(Box box, Random chance) {
    float dw = 0.04f * box.width();
    float dh = 0.04f * box.height();
    float left = box.left() + dw * (float) chance.nextGaussian();
    float top = box.top() + dh * (float) chance.nextGaussian();
    return new Box(
        left,
        top,
        Math.max(left, box.right() + dw * (float) chance.nextGaussian()),
        Math.max(top, box.bottom() + dh * (float) chance.nextGaussian()));
  }
}
