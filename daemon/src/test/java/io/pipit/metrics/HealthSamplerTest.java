package io.pipit.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.board.BoardSensors;
import io.pipit.event.CameraState.Status;
import io.pipit.event.Decoder;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.CameraSample;
import io.pipit.event.RecoveryCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HealthSamplerTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path root;
  private final Metrics metrics = new Metrics(List.of("street", "yard"));

  @Test
  void ratesAreOfTheTimeSinceTheLastSample() {
    try (HealthSampler sampler = sampler()) {
      long start = System.nanoTime();
      sampler.sample(start);
      metrics.camera("street").processed.add(20);
      assertEquals(10, fps(sampler.sample(start + 2 * SECOND), 0), 1e-9);
      metrics.camera("street").processed.add(5);
      metrics.camera("yard").processed.add(1);
      HealthSample third = sampler.sample(start + 3 * SECOND);
      assertEquals(5, fps(third, 0), 1e-9);
      assertEquals(1, fps(third, 1), 1e-9);
      assertEquals(0, fps(sampler.sample(start + 3 * SECOND), 0), "no time has passed");
    }
  }

  @Test
  void countsAreSinceTheStartAndCamerasInOrder() {
    metrics.camera("street").captured.add(30);
    metrics.camera("street").dropped.add(4);
    metrics.camera("street").status = Status.OK;
    metrics.camera("street").looked.add(7);
    metrics.camera("street").skipped.add(19);
    metrics.camera("yard").reopened.add(2);
    try (HealthSampler sampler = sampler()) {
      long now = System.nanoTime();
      sampler.sample(now);
      assertEquals(
          List.of(
              new CameraSample("street", Status.OK, 0, 30, 4, 0, 7, 19, Decoder.NONE),
              new CameraSample("yard", Status.RECONNECTING, 0, 0, 0, 2, 0, 0, Decoder.NONE)),
          sampler.sample(now + SECOND).cameras());
    }
  }

  @Test
  void inferenceTimesAreNoneBeforeTheFirstFrame() {
    try (HealthSampler sampler = sampler()) {
      HealthSample before = sampler.sample(System.nanoTime());
      assertNull(before.inferMedianMillis());
      assertNull(before.inferP95Millis());
      for (int i = 1; i <= 100; i++) {
        metrics.infer().add(i * 1_000_000L);
      }
      HealthSample after = sampler.sample(System.nanoTime());
      assertEquals(50, after.inferMedianMillis());
      assertEquals(95, after.inferP95Millis());
    }
  }

  @Test
  void sensorsAreAskedEachTime() throws IOException {
    try (HealthSampler sampler = sampler()) {
      HealthSample bare = sampler.sample(System.nanoTime());
      assertNull(bare.rssBytes());
      assertNull(bare.temperatureCelsius());
      assertNull(bare.throttled());
      assertFalse(bare.clockSynced());
      write("proc/self/status", "Name:\tjava\nVmRSS:\t  403200 kB\nThreads:\t20\n");
      write("sys/class/thermal/thermal_zone0/temp", "54123\n");
      write("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");
      write("run/systemd/timesync/synchronized", "");
      HealthSample full = sampler.sample(System.nanoTime());
      assertEquals(403_200L * 1024, full.rssBytes());
      assertEquals(54.123, full.temperatureCelsius());
      assertEquals(0x50005, full.throttled());
      assertTrue(full.clockSynced());
    }
  }

  @Test
  void aSensorThatReportsNonsenseReportsNothing() throws IOException {
    write("proc/self/status", "VmRSS:\t  many kB\n");
    write("sys/class/thermal/thermal_zone0/temp", "\n");
    write("sys/devices/platform/soc/soc:firmware/get_throttled", "0xzz\n");
    BoardSensors sensors = new BoardSensors(root);
    assertNull(sensors.rssBytes());
    assertNull(sensors.temperatureCelsius());
    assertNull(sensors.throttled());
    write("sys/class/thermal/thermal_zone0/temp", "");
    assertNull(sensors.temperatureCelsius());
  }

  @Test
  void theKernelReportsThisProcesssMemory() {
    long rss = new BoardSensors().rssBytes();
    assertTrue(rss > 10_000_000, rss + " bytes");
  }

  @Test
  void samplesComeAtOnceAndThenEveryIntervalOnTheHealthThread() throws Exception {
    BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    try (HealthSampler sampler =
        new HealthSampler(
            metrics,
            List.of("street"),
            () -> RecoveryCounts.NONE,
            Duration.ofMillis(1),
            sample -> threads.add(Thread.currentThread().getName()))) {
      sampler.start();
      for (int i = 0; i < 3; i++) {
        assertEquals("health", threads.poll(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aTargetThatFailsIsAskedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    BlockingQueue<Integer> whole = new LinkedBlockingQueue<>();
    try (HealthSampler sampler =
        new HealthSampler(
            metrics,
            List.of("street"),
            () -> RecoveryCounts.NONE,
            Duration.ofMillis(1),
            sample -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("made to fail");
              }
              whole.add(asked.get());
            })) {
      sampler.start();
      assertEquals(2, whole.poll(10, TimeUnit.SECONDS));
    }
  }

  private HealthSampler sampler() {
    return new HealthSampler(
        metrics,
        List.of("street", "yard"),
        new BoardSensors(root),
        () -> RecoveryCounts.NONE,
        Duration.ofMinutes(1),
        sample -> {});
  }

  private static double fps(HealthSample sample, int camera) {
    return sample.cameras().get(camera).fps();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
