package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.RtspServer;
import io.pipit.scene.Frame.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Never about an old frame: a real RTSP stream whose frames show the time when they were made, and
 * decoders and processes that are too slow for it.
 */
@Timeout(180)
class FrameAgeTest {
  /** What network, encoder and a busy machine may add that nobody can know. */
  private static final double UNKNOWN_SECONDS = 0.4;

  /** No frame leaves the program older than 2 s; reading it may take a moment. */
  private static final double MAX_SECONDS = 2 + UNKNOWN_SECONDS;

  @TempDir private static Path folder;
  private static Path slow;

  @BeforeAll
  static void compile() throws Exception {
    TestChild.needH264();
    slow = TestChild.compile("slow.c", folder.resolve("slow.so"), "-shared -fPIC");
  }

  /**
   * What a run gave: ages in seconds as the frames show them, and by how much the stated ones
   * differ.
   */
  private static final class Run {
    int frames;
    long dropped;
    double maxAge;
    double maxError;

    void add(double trueAge, double statedAge, int skipped) {
      frames++;
      dropped += skipped;
      maxAge = Math.max(maxAge, trueAge);
      maxError = Math.max(maxError, Math.abs(trueAge - statedAge));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d frames, %d dropped, age up to %.2f s, stated with an error up to %.2f s",
          frames,
          dropped,
          maxAge,
          maxError);
    }
  }

  @Test
  void aDecoderThatIsTooSlowSkipsToKeyFramesAndAgesStayTrue() throws Exception {
    Run run = run("/clock/25", 80, Duration.ofSeconds(12), false);
    assertTrue(run.frames > 20, run.toString());
    assertTrue(run.dropped > 20, run.toString());
    assertTimely(run);
  }

  @Test
  void aStreamOfKeyFramesIsDecodedAsFastAsItGoes() throws Exception {
    Run run = run("/clock/1", 300, Duration.ofSeconds(10), false);
    assertTrue(run.frames > 15, run.toString());
    assertTrue(run.dropped > 100, run.toString());
    assertTimely(run);
  }

  @Test
  void afterAPauseOfTheProcessTheBacklogIsNotTakenForNew() throws Exception {
    Run run = run("/clock/25", 0, Duration.ofSeconds(10), true);
    assertTrue(run.frames > 50, run.toString());
    assertTrue(run.dropped > 5, run.toString());
    assertTimely(run);
  }

  @Test
  void aDecoderThatIsTooSlowEvenForKeyFramesIsAFailureWithARemedy() throws Exception {
    CameraException e =
        assertThrows(
            CameraException.class, () -> run("/clock/25", 3000, Duration.ofSeconds(60), false));
    assertTrue(
        e.reason()
            .endsWith("its frames are too old when they are decoded: board or network is too slow"),
        e.reason());
    assertEquals("use the camera's second stream, or a smaller one", e.remedy().orElseThrow());
  }

  private static void assertTimely(Run run) {
    assertTrue(run.maxError < UNKNOWN_SECONDS, run.toString());
    assertTrue(run.maxAge < MAX_SECONDS, run.toString());
  }

  private static Run run(String path, int slowMillis, Duration time, boolean stop)
      throws Exception {
    Map<String, String> environment =
        slowMillis == 0
            ? Map.of()
            : Map.of("LD_PRELOAD", slow.toString(), "SLOW", Integer.toString(slowMillis));
    Fallbacks fallbacks = new Fallbacks("software", System::nanoTime);
    Run run = new Run();
    try (RtspServer server = new RtspServer();
        Camera camera = TestChild.rtsp(server.url(path), fallbacks, environment)) {
      camera.open();
      FrameBuffer buffer = new FrameBuffer();
      Thread pause = new Thread(() -> pause(time.dividedBy(2)), "pause");
      if (stop) {
        pause.start();
      }
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < time.toNanos()) {
        Layout layout = camera.read(buffer);
        long now = System.nanoTime();
        double stated = (now - buffer.captured().monoNanos()) / 1e9;
        run.add(age(buffer.pixels(), layout, now), stated, buffer.skipped());
      }
    }
    System.err.println("FrameAgeTest " + path + " " + slowMillis + " ms: " + run);
    return run;
  }

  /** Stops the child for 3 s after a while. */
  private static void pause(Duration begin) {
    try {
      TimeUnit.NANOSECONDS.sleep(begin.toNanos());
      TestChild.signal("STOP");
      TimeUnit.SECONDS.sleep(3);
      TestChild.signal("CONT");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The frame's age in seconds, by the time that its bars show. */
  private static double age(ByteBuffer pixels, Layout layout, long now) {
    int shown = 0;
    for (int bar = 0; bar < 16; bar++) {
      int at = layout.height() / 2 * layout.stride() + 3 * (20 * bar + 10);
      shown = shown << 1 | ((pixels.get(at) & 0xff) > 128 ? 1 : 0);
    }
    return (short) (TimeUnit.NANOSECONDS.toMillis(now) - shown) / 1000.0;
  }
}
