package io.pipit;

import io.pipit.config.CameraSettings;
import io.pipit.config.Regions;
import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.config.Schedule;
import io.pipit.config.TrackerSettings;
import io.pipit.rule.CameraView;
import io.pipit.rule.Outcome;
import io.pipit.rule.RuleEngine;
import io.pipit.rule.WallClock;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputAction;
import io.pipit.scene.Point;
import io.pipit.scene.Polygon;
import io.pipit.scene.Track;
import io.pipit.track.DetectionFilter;
import io.pipit.track.Tracker;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one frame costs from boxes to events: filter, tracker, zones and rules, for 20 objects that
 * walk through 20 zones of eight corners, and 10 rules. Run by tools/dev/bench-java.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReactionBenchmark {
  private static final int FRAMES = 1000;
  private static final int OBJECTS = 20;
  private static final int ZONES = 20;
  private static final int RULES = 10;
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final long NANOS = 100_000_000L;

  private final List<List<Detection>> frames = new ArrayList<>();
  private DetectionFilter filter;
  private Tracker tracker;
  private CameraView view;
  private RuleEngine rules;
  private int frame;
  private long nanos;

  @Setup
  public void draw() {
    Random chance = new Random(1);
    for (int f = 0; f < FRAMES; f++) {
      List<Detection> found = new ArrayList<>();
      for (int i = 0; i < OBJECTS; i++) {
        found.add(object(f, i, chance));
      }
      frames.add(found);
    }
    CameraSettings camera = TestSettings.camera("gate", new Regions(zones(), List.of(), List.of()));
    TrackerSettings settings = TestSettings.tracker();
    filter =
        new DetectionFilter(
            camera.objects(), List.of(), List.of("person"), settings.lowScore(), List.of(0.35f));
    AtomicLong ids = new AtomicLong();
    tracker = new Tracker(settings, filter, ids::incrementAndGet);
    rules = new RuleEngine(rules(), WallClock.fixed(ZoneOffset.UTC), null);
    view = rules.view(camera);
  }

  /** All of it, as the pipeline calls it. */
  @Benchmark
  public Outcome react() {
    nanos += NANOS;
    FrameTime time = new FrameTime(nanos, nanos / 1_000_000);
    List<Detection> kept = filter.keep(frames.get(frame), WIDTH, HEIGHT);
    frame = (frame + 1) % FRAMES;
    List<Track> tracks = tracker.update(time, kept);
    return rules.evaluate(view, time, Frame.Layout.packed(WIDTH, HEIGHT), tracks);
  }

  private static List<Regions.Zone> zones() {
    List<Regions.Zone> zones = new ArrayList<>();
    for (int z = 0; z < ZONES; z++) {
      List<Point> corners = new ArrayList<>();
      for (int c = 0; c < 8; c++) {
        double angle = c * Math.PI / 4;
        int row = z / 5;
        double x = 0.15 + 0.7 * (z % 5) / 4 + 0.12 * Math.cos(angle);
        double y = 0.2 + 0.6 * row / 3 + 0.15 * Math.sin(angle);
        corners.add(new Point((float) x, (float) y));
      }
      Polygon area = new Polygon(corners);
      zones.add(new Regions.Zone("z" + z, area, Set.of(), 3, Duration.ZERO));
    }
    return zones;
  }

  private static List<RuleSettings> rules() {
    List<RuleSettings> rules = new ArrayList<>();
    for (int r = 0; r < RULES; r++) {
      When when =
          new When(
              Set.of(),
              Set.of("person"),
              "z" + 2 * r,
              null,
              null,
              0,
              Duration.ofSeconds(1),
              1,
              Duration.ZERO,
              Schedule.ALWAYS,
              null,
              null);
      List<Reaction> reactions = List.of(new Reaction("siren", OutputAction.PULSE));
      rules.add(new RuleSettings("r" + r, when, reactions, List.of(), Duration.ofSeconds(10)));
    }
    return rules;
  }

  private static Detection object(int f, int i, Random chance) {
    // There and back within FRAMES, so that the last frame is like the first.
    double phase = 2 * Math.PI * f / FRAMES * (1 + i % 3) + i;
    float x = (float) (600 + 550 * Math.sin(phase)) + chance.nextFloat();
    float y = 36 * (i % 16) + chance.nextFloat();
    Box box = new Box(x, y, x + 40, y + 100);
    return new Detection(0, "person", 0.4f + 0.5f * chance.nextFloat(), box);
  }
}
