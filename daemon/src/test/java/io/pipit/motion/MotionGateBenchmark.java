package io.pipit.motion;

import io.pipit.config.MotionSettings;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

/** What the gate costs for one frame of a view with noise. Run by tools/dev/bench-java. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MotionGateBenchmark {
  private static final int FRAMES = 16;

  /** Width of the frames; they are 16:9. */
  @Param({"416", "1280"})
  public int width;

  private final MotionGate gate =
      new MotionGate(new MotionSettings(true, 8, Duration.ofSeconds(1)), List.of());
  private final ByteBuffer[] views = new ByteBuffer[FRAMES];
  private Frame.Layout layout = Frame.Layout.packed(1, 1);
  private int number;

  @Setup
  public void draw() {
    layout = Frame.Layout.packed(width, width * 9 / 16);
    Weather noise = Weather.noise(6);
    for (int i = 0; i < FRAMES; i++) {
      byte[] rgb = new byte[layout.bytes()];
      Arrays.fill(rgb, (byte) 100);
      noise.apply(rgb, layout.width(), layout.height(), i);
      views[i] = ByteBuffer.allocateDirect(rgb.length).put(0, rgb);
    }
  }

  @Benchmark
  public boolean frame() {
    FrameTime time = new FrameTime(number * 100_000_000L, 0);
    ByteBuffer view = views[number % FRAMES];
    return gate.wantsLook(new Frame("a", number++, time, layout, view, 0, () -> {}), false);
  }
}
