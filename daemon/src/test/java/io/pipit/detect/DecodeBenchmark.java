package io.pipit.detect;

import io.pipit.detect.model.ModelCard;
import io.pipit.scene.ConfusableClasses;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * What decoding and suppression cost a frame of 416x256, by the number of classes. Of a hundred
 * anchors three pass the objectness, each with one class, which is a crowded street. Run by
 * tools/dev/bench-java.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
  private static final int WIDTH = 416;
  private static final int HEIGHT = 256;
  private static final List<Float> ANCHORS = List.of(30f, 30f, 60f, 60f, 90f, 90f);

  @Param({"8", "80"})
  public int classes;

  private final Candidates candidates = new Candidates();
  private YoloHead coarse;
  private YoloHead fine;
  private FloatBuffer coarseLogits;
  private FloatBuffer fineLogits;
  private Nms nms;

  @Setup
  public void fill() {
    float[] minScores = new float[classes];
    Arrays.fill(minScores, 0.1f);
    coarse = new YoloHead(new ModelCard.Head(32, ANCHORS, 1), minScores);
    fine = new YoloHead(new ModelCard.Head(16, ANCHORS, 1), minScores);
    coarseLogits = logits(WIDTH / 32 * (HEIGHT / 32), new Random(1));
    fineLogits = logits(WIDTH / 16 * (HEIGHT / 16), new Random(2));
    List<String> names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    nms = new Nms(new ConfusableClasses(names), 0.45f, 100);
  }

  @Benchmark
  public int decodeAndSuppress() {
    candidates.clear();
    coarse.decode(coarseLogits, WIDTH / 32, HEIGHT / 32, candidates);
    fine.decode(fineLogits, WIDTH / 16, HEIGHT / 16, candidates);
    return nms.suppress(candidates);
  }

  private FloatBuffer logits(int cells, Random chance) {
    int perAnchor = 5 + classes;
    float[] values = new float[cells * ANCHORS.size() / 2 * perAnchor];
    Arrays.fill(values, -6);
    for (int at = 0; at < values.length; at += perAnchor) {
      for (int i = 0; i < 4; i++) {
        values[at + i] = chance.nextFloat() - 0.5f;
      }
      values[at + 4] = chance.nextInt(100) < 3 ? 1 : -6;
      values[at + 5 + chance.nextInt(classes)] = 2;
    }
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }
}
