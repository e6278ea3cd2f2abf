package io.pipit.track;

import io.pipit.TestSettings;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one frame costs the tracker: objects that go to and fro and cross each other's way, their
 * boxes shaken, one of eight missed. Run by tools/dev/bench-java.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrackerBenchmark {
  private static final int FRAMES = 1000;
  private static final long NANOS = 100_000_000L;

  /** How many objects there are. */
  @Param({"20", "100"})
  public int objects;

  private final List<List<Detection>> frames = new ArrayList<>();
  private DetectionFilter filter;
  private Tracker tracker;
  private int frame;
  private long nanos;

  @Setup
  public void draw() {
    Random chance = new Random(1);
    for (int f = 0; f < FRAMES; f++) {
      List<Detection> found = new ArrayList<>();
      for (int i = 0; i < objects; i++) {
        if (chance.nextInt(8) > 0) {
          found.add(object(f, i, chance));
        }
      }
      frames.add(found);
    }
    List<Float> scores = Collections.nCopies(Simulated.CLASSES.size(), 0.35f);
    filter =
        new DetectionFilter(TestSettings.objects(), List.of(), Simulated.CLASSES, 0.1f, scores);
    long[] last = {0};
    tracker = new Tracker(TestSettings.tracker(), filter, () -> ++last[0]);
  }

  /** DetectionFilter and tracker, as the pipeline calls them. */
  @Benchmark
  public List<Track> track() {
    nanos += NANOS;
    List<Detection> kept = filter.keep(frames.get(frame), 1280, 720);
    frame = (frame + 1) % FRAMES;
    return tracker.update(new FrameTime(nanos, 0), kept);
  }

  private static Detection object(int f, int i, Random chance) {
    // There and back within FRAMES, so that the last frame is like the first.
    double phase = 2 * Math.PI * f / FRAMES * (1 + i % 3) + i;
    float x = (float) (600 + 550 * Math.sin(phase)) + chance.nextFloat();
    float y = 36 * (i % 16) + chance.nextFloat();
    Box box = new Box(x, y, x + 40, y + 100);
    return new Detection(0, "person", 0.3f + 0.6f * chance.nextFloat(), box);
  }
}
