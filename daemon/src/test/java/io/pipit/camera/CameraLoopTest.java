package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.CameraLoop.Limits;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.metrics.Metrics;
import io.pipit.pipeline.Inbox;
import io.pipit.pipeline.PipelineInput;
import io.pipit.pipeline.PipelineInput.CameraLost;
import io.pipit.scene.Frame;
import io.pipit.supervise.Heartbeat;
import io.pipit.supervise.Heartbeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CameraLoopTest {
  private final Metrics metrics = new Metrics(List.of("fake"));
  private final Inbox inbox = new Inbox(List.of("fake"), metrics, Duration.ofMinutes(1));
  private final BlockingQueue<CameraState> states = new LinkedBlockingQueue<>();
  private final List<Long> pauses = new ArrayList<>();

  @Test
  void aSourceThatEndsIsReportedAndNotOpenedAgain() throws Exception {
    FakeCamera camera = new FakeCamera("open", "frame", "frame", "frame", "frame", "end");
    try (CameraLoop loop = start(camera)) {
      assertEquals(Status.OK, state().status());
      CameraState last = state();
      assertEquals(Status.FAILED, last.status());
      assertEquals("ended", last.reason());
      Frame frame = taken(inbox.take());
      assertEquals(3, frame.number());
      assertEquals(4, frame.pixels().get(0));
      frame.close();
      assertEquals(4, metrics.camera("fake").captured.sum());
      assertEquals(3, metrics.camera("fake").dropped.sum());
      loop.close();
      assertEquals(3, loop.freeBuffers(), "every buffer has come back");
    }
    assertTrue(camera.closes.get() > 0);
  }

  @Test
  void failuresBackOffUntilAPictureHasCome() throws Exception {
    FakeCamera camera =
        new FakeCamera(
            "no device",
            "no device",
            "no device",
            "open",
            "frame",
            "lost",
            "open",
            "defect",
            "!gone for good");
    try (CameraLoop loop = start(camera)) {
      assertEquals(new CameraState("fake", Status.RECONNECTING, "no device", 1, 1), state());
      assertEquals(2, state().nextTrySeconds());
      assertEquals(4, state().nextTrySeconds());
      assertEquals(Status.OK, state().status());
      assertEquals(new CameraState("fake", Status.RECONNECTING, "lost", 1, 1), state());
      CameraState defect = state();
      assertTrue(defect.reason().startsWith("internal error"));
      assertEquals(2, defect.attempt());
      CameraState last = state();
      assertEquals(Status.FAILED, last.status());
      assertEquals("gone for good", last.reason());
      loop.close();
      assertEquals(List.of(1L, 2L, 4L, 1L, 2L), pauses);
      assertEquals(5, metrics.camera("fake").reopened.sum());
      inbox.close();
      assertEquals(2, loop.freeBuffers(), "the last frame is still delivered before the loss");
      assertEquals("fake", taken(inbox.take()).camera());
      assertEquals("fake", ((CameraLost) inbox.take()).camera());
      assertNull(inbox.take(), "one loss for all failures without a picture between them");
    }
  }

  @Test
  void aCameraThatGivesNothingIsStaleUntilAPictureComes() throws Exception {
    CountDownLatch stale = new CountDownLatch(1);
    FakeCamera camera = new FakeCamera("open", "frame", "pause", "frame", "wait");
    camera.pause = stale;
    try (CameraLoop loop = start(camera, limits(Duration.ofMillis(500), Duration.ZERO))) {
      assertEquals(Status.OK, state().status());
      assertEquals(new CameraState("fake", Status.STALE, "no frame for 0.5 s", 0, 0), state());
      assertEquals(0, taken(inbox.take()).number());
      assertTrue(inbox.take() instanceof CameraLost, "its tracks end");
      stale.countDown();
      assertEquals(Status.OK, state().status());
      assertEquals(1, taken(inbox.take()).number());
    }
  }

  @Test
  void aWaitForABufferIsNotTheCamerasFault() throws Exception {
    String[] script = new String[100_000];
    Arrays.fill(script, "frame");
    script[0] = "open";
    script[script.length - 1] = "end";
    FakeCamera camera = new FakeCamera(script);
    try (CameraLoop loop = start(camera, limits(Duration.ofMillis(300), Duration.ZERO))) {
      assertEquals(Status.OK, state().status());
      List<Frame> held = new ArrayList<>();
      while (held.size() < 3) {
        held.add(taken(inbox.take()));
      }
      assertNull(states.poll(400, TimeUnit.MILLISECONDS), "not stale, whatever the pipeline does");
      held.get(0).close();
      held.get(1).close();
      assertEquals("ended", state().reason());
    }
  }

  @Test
  void aDeviceThatStaysAwayIsReset() throws Exception {
    FakeCamera camera = new FakeCamera("no device", "open", "frame", "lost", "!gone for good");
    Limits atOnce = new Limits(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), Duration.ZERO);
    try (CameraLoop loop = start(camera, atOnce)) {
      while (state().status() != Status.FAILED) {
        // on to the end
      }
      loop.close();
      assertEquals(2, camera.resets.get());
      assertEquals(2, metrics.camera("fake").usbResets.sum());
      assertEquals(Status.FAILED, metrics.camera("fake").status);
    }
  }

  @Test
  void theLoopOwesASignOfLifeUntilItsEnd() throws Exception {
    Heartbeats heartbeats = new Heartbeats(Duration.ofMinutes(1));
    Heartbeat heartbeat = heartbeats.of("camera fake");
    FakeCamera camera = new FakeCamera("open", "frame", "wait");
    try (CameraLoop loop = start(camera, limits(Duration.ZERO, Duration.ZERO), heartbeat)) {
      camera.waiting.await();
      assertEquals(List.of(), heartbeats.late(System.nanoTime()));
      long later = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      assertEquals(List.of("camera fake"), heartbeats.late(later));
      loop.close();
      assertEquals(List.of(), heartbeats.late(later));
    }
  }

  @Test
  void aPictureThatNeverChangesIsAFailure() throws Exception {
    FakeCamera camera = new FakeCamera("open", "frame", "pause", "same", "!stop");
    CountDownLatch millis = new CountDownLatch(1);
    camera.pause = millis;
    try (CameraLoop loop = start(camera, limits(Duration.ZERO, Duration.ofMillis(1)))) {
      assertEquals(Status.OK, state().status());
      long start = System.nanoTime();
      while (System.nanoTime() - start < 2_000_000) {
        Thread.onSpinWait();
      }
      millis.countDown();
      assertEquals("its frames have not changed for 0.001 s", state().reason());
      assertEquals("stop", state().reason());
      loop.close();
      inbox.close();
      assertEquals(2, loop.freeBuffers(), "all but the frame before the loss");
    }
  }

  @Test
  void aPictureOfAnotherSizeEndsWhatWasSeenBefore() throws Exception {
    FakeCamera camera = new FakeCamera("open", "frame", "lost", "open", "frame", "wide", "wait");
    try (CameraLoop loop = start(camera)) {
      assertEquals(0, taken(inbox.take()).number());
      assertTrue(inbox.take() instanceof CameraLost, "it was lost");
      assertEquals(1, taken(inbox.take()).number());
      assertTrue(inbox.take() instanceof CameraLost, "it has changed");
      assertEquals(4, taken(inbox.take()).layout().width());
    }
  }

  @Test
  void aCameraThatHangsSlowsNoOther() throws Exception {
    Metrics two = new Metrics(List.of("fake", "good"));
    Inbox shared = new Inbox(List.of("fake", "good"), two);
    FakeCamera hangs = new FakeCamera("open", "frame", "wait");
    String[] frames = new String[100];
    Arrays.fill(frames, "frame");
    frames[0] = "open";
    frames[99] = "end";
    FakeCamera good = new FakeCamera("good", frames);
    try (CameraLoop first = loop(hangs, shared, two);
        CameraLoop second = loop(good, shared, two)) {
      first.start();
      hangs.waiting.await();
      second.start();
      int taken = 0;
      for (PipelineInput mail = shared.take();
          !(mail instanceof CameraLost);
          mail = shared.take()) {
        Frame frame = taken(mail);
        taken += frame.camera().equals("good") ? 1 : 0;
        frame.close();
      }
      assertEquals(98, taken + two.camera("good").dropped.sum());
      assertTrue(taken > 0);
    }
  }

  private CameraLoop loop(Camera camera, Inbox shared, Metrics counters) {
    return new CameraLoop(
        camera,
        limits(Duration.ZERO, Duration.ZERO),
        shared,
        counters.camera(camera.name()),
        Heartbeat.unwatched(),
        states::add);
  }

  @Test
  void tenThousandFailuresLeaveNothingBehind() throws Exception {
    String[] script = new String[3 * 10_000 + 1];
    for (int i = 0; i + 3 < script.length; i += 3) {
      script[i] = "open";
      script[i + 1] = "frame";
      script[i + 2] = "lost";
    }
    script[script.length - 1] = "!gone for good";
    FakeCamera camera = new FakeCamera(script);
    Thread taker = new Thread(this::closeAll);
    taker.start();
    LogCount lines = new LogCount();
    Logger log = Logger.getLogger(CameraLog.class.getName());
    log.addHandler(lines);
    try (CameraLoop loop = start(camera, limits(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
      for (CameraState s = state(); s.status() != Status.FAILED; s = state()) {
        assertTrue(s.nextTrySeconds() <= 1, "each failure is a first one");
      }
      loop.close();
      inbox.close();
      taker.join();
      assertEquals(3, loop.freeBuffers());
      assertEquals(10_000, metrics.camera("fake").reopened.sum());
      assertEquals(10_000, Collections.frequency(pauses, 1L));
      assertTrue(lines.count.get() <= 6, "lines of log: " + lines.count);
    } finally {
      log.removeHandler(lines);
    }
  }

  private static final class LogCount extends Handler {
    final AtomicInteger count = new AtomicInteger();

    @Override
    public void publish(LogRecord line) {
      count.incrementAndGet();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void closeAll() {
    try {
      for (PipelineInput mail = inbox.take(); mail != null; mail = inbox.take()) {
        if (mail instanceof PipelineInput.FrameInput input) {
          input.frame().close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closeEndsAReadThatWaits() throws Exception {
    FakeCamera camera = new FakeCamera("open", "frame", "wait");
    CameraLoop loop = start(camera);
    camera.waiting.await();
    loop.close();
    assertEquals(1, states.size(), "no failure is reported when we end it ourselves");
  }

  @Test
  void closeEndsTheWaitBetweenTwoTries() throws Exception {
    FakeCamera camera = new FakeCamera("off", "off", "off", "off", "off", "off");
    CameraLoop loop = loop(camera, inbox, metrics);
    loop.start();
    assertEquals(Status.RECONNECTING, state().status());
    long before = System.nanoTime();
    loop.close();
    assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(9));
  }

  @Test
  void aFrameInSomebodysHandsIsNeverOverwritten() throws Exception {
    String[] script = new String[41];
    Arrays.fill(script, "frame");
    script[0] = "open";
    script[40] = "wait";
    FakeCamera camera = new FakeCamera(script);
    try (CameraLoop loop = start(camera)) {
      Frame held = taken(inbox.take());
      byte shade = held.pixels().get(0);
      camera.waiting.await();
      assertEquals(shade, held.pixels().get(0));
      held.close();
      loop.close();
      inbox.close();
      assertEquals(3, loop.freeBuffers());
    }
  }

  private static Limits limits(Duration stale, Duration frozen) {
    return new Limits(stale, frozen, Duration.ofMinutes(1), null);
  }

  private CameraLoop start(Camera camera) {
    return start(camera, limits(Duration.ZERO, Duration.ZERO));
  }

  private CameraLoop start(Camera camera, Limits limits) {
    return start(camera, limits, Heartbeat.unwatched());
  }

  private CameraLoop start(Camera camera, Limits limits, Heartbeat heartbeat) {
    CameraLoop loop =
        new CameraLoop(
            camera,
            limits,
            inbox,
            metrics.camera("fake"),
            heartbeat,
            states::add,
            (Duration delay) -> pauses.add(delay.toSeconds()),
            () -> 0);
    loop.start();
    return loop;
  }

  private CameraState state() throws InterruptedException {
    CameraState state = states.poll(10, TimeUnit.SECONDS);
    assertTrue(state != null, "a state is reported");
    return state;
  }

  private static Frame taken(@Nullable PipelineInput input) {
    return assertInstanceOf(PipelineInput.FrameInput.class, input).frame();
  }
}
