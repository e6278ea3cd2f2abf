package io.pipit.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.RecoverySettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.config.WatchdogSettings;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.event.Decoder;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.CameraSample;
import io.pipit.event.RecoveryCounts;
import io.pipit.metrics.Metrics;
import io.pipit.net.NetLoop;
import io.pipit.publish.Samples;
import io.pipit.system.NotifySocket;
import io.pipit.system.Systemd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration BUDGET = Duration.ofSeconds(20);

  private final NetLoop net = new NetLoop();
  private final Metrics metrics = new Metrics(List.of("street"));
  private final Heartbeats heartbeats = new Heartbeats(Duration.ofHours(1));
  private final CountDownLatch ended = new CountDownLatch(1);
  @TempDir private Path folder;
  private NotifySocket socket;
  private Systemd systemd;
  private RecoveryMemory memory;

  @BeforeEach
  void open() throws InterruptedException {
    String name = folder.resolve("notify").toString();
    socket = new NotifySocket(name, net.loop());
    systemd = new Systemd(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "9000000"), net.loop());
    memory = new RecoveryMemory(Map.of("STATE_DIRECTORY", folder.toString()), metrics);
  }

  @AfterEach
  void close() {
    memory.close();
    systemd.close();
    socket.close();
    net.close();
  }

  @Test
  void isReadyWithTheFirstFrameAndNotBefore() throws Exception {
    try (Supervisor supervisor = start(LONG, null)) {
      assertEquals("WATCHDOG=1", socket.next());
      supervisor.on(sample(0));
      assertEquals("WATCHDOG=1", socket.next(), "no status before it is ready");
      supervisor.on(Samples.report("street"));
      supervisor.on(Samples.report("street"));
      supervisor.on(sample(9.96));
      assertEquals("READY=1\nSTATUS=receiving frames", socket.next("R"));
      assertEquals("STATUS=street ok (10.0 fps)", socket.next("S"));
    }
    assertEquals("STOPPING=1", socket.next("S"));
  }

  @Test
  void isReadyWithoutAFrameAfterAWhile() throws Exception {
    try (Supervisor supervisor = start(Duration.ZERO, null)) {
      assertEquals("READY=1\nSTATUS=no frame yet", socket.next());
      assertEquals("WATCHDOG=1", socket.next());
    }
  }

  @Test
  void theWatchdogStarvesWhileAStageOwesASignOfLife() throws Exception {
    Heartbeat inference = heartbeats.of("inference");
    try (Supervisor supervisor = start(LONG, null)) {
      assertEquals("WATCHDOG=1", socket.next());
      inference.beat(0);
      while (!socket.isSilentFor(2500)) {
        // a sign may have been on its way
      }
      inference.done();
      assertEquals("WATCHDOG=1", socket.next());
    }
  }

  @Test
  void aProcessThatWasStoppedHasItsBudgetAgain() throws Exception {
    Heartbeat inference = heartbeats.of("inference");
    inference.beat(0);
    try (Supervisor supervisor = supervisor(LONG, null)) {
      long stopped = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      supervisor.tick(stopped);
      assertEquals("WATCHDOG=1", socket.next());
      long second = TimeUnit.SECONDS.toNanos(1);
      for (long now = stopped; now < stopped + BUDGET.toNanos(); now += second) {
        supervisor.tick(now);
        assertEquals("WATCHDOG=1", socket.next());
      }
      supervisor.tick(stopped + BUDGET.toNanos());
      assertTrue(socket.isSilentFor(500), "a stage that still hangs starves the watchdog");
    }
  }

  @Test
  void aCameraThatIsAwayStarvesNothingButEndsTheProcessAtLast() throws Exception {
    try (Supervisor supervisor = start(LONG, Duration.ofMillis(1500))) {
      supervisor.on(new CameraState("street", Status.RECONNECTING, "gone", 1, 1));
      assertEquals("WATCHDOG=1", socket.next());
      assertTrue(ended.await(20, TimeUnit.SECONDS));
      assertEquals("WATCHDOG=1", socket.next());
      assertEquals(1, memory.counts().restarts());
    }
  }

  private Supervisor start(Duration firstFrame, @Nullable Duration restartAfter) {
    Supervisor supervisor = supervisor(firstFrame, restartAfter);
    supervisor.start();
    return supervisor;
  }

  private Supervisor supervisor(Duration firstFrame, @Nullable Duration restartAfter) {
    Settings shipped = SettingsLoader.shipped();
    Settings settings =
        new Settings(
            shipped.node(),
            shipped.model(),
            shipped.cameras(),
            shipped.tracker(),
            shipped.rules(),
            shipped.snapshots(),
            shipped.schedules(),
            shipped.gpio(),
            shipped.socket(),
            shipped.healthInterval(),
            new WatchdogSettings(firstFrame, BUDGET),
            new RecoverySettings(null, restartAfter, 1, 0, LONG),
            shipped.logLevel());
    return new Supervisor(
        settings, Set.of("street"), heartbeats, systemd, memory, ended::countDown);
  }

  private static HealthSample sample(double fps) {
    return new HealthSample(
        1,
        List.of(new CameraSample("street", Status.OK, fps, 1, 0, 0, 1, 0, Decoder.NONE)),
        null,
        null,
        null,
        null,
        null,
        RecoveryCounts.NONE,
        true,
        HealthSample.Delivery.NONE);
  }
}
