package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.health.Metrics;
import io.pipit.scene.CameraState;
import io.pipit.scene.CameraState.Status;
import io.pipit.scene.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CameraLoopTest {
  private final Metrics metrics = new Metrics(List.of("fake"));
  private final Mailbox mailbox = new Mailbox(List.of("fake"), metrics);
  private final BlockingQueue<CameraState> states = new LinkedBlockingQueue<>();
  private final List<Long> pauses = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void aSourceThatEndsIsReportedAndNotOpenedAgain() throws Exception {
    FakeCamera camera = new FakeCamera("open", "frame", "frame", "frame", "frame", "end");
    try (CameraLoop loop = start(camera)) {
      assertEquals(Status.OK, state().status());
      CameraState last = state();
      assertEquals(Status.FAILED, last.status());
      assertEquals("ended", last.reason());
      Frame frame = (Frame) mailbox.take();
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
  void failuresBackOffAndAFrameAfterASteadyTimeBeginsAnew() throws Exception {
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
      assertEquals(new CameraState("fake", Status.RECONNECTING, "lost", 4, 8), state());
      assertTrue(state().reason().startsWith("internal error"));
      CameraState last = state();
      assertEquals(Status.FAILED, last.status());
      assertEquals("gone for good", last.reason());
      loop.close();
      assertEquals(List.of(1L, 2L, 4L, 8L, 16L), pauses);
      assertEquals(5, metrics.camera("fake").restarts.sum());
      mailbox.close();
      assertEquals(3, loop.freeBuffers());
    }
  }

  @Test
  void aCameraThatHeldForAWhileStartsWithTheShortestDelay() throws Exception {
    FakeCamera camera = new FakeCamera("off", "off", "open", "frame", "lost", "!stop");
    LongStep step = new LongStep();
    try (CameraLoop loop =
        new CameraLoop(
            camera,
            mailbox,
            metrics.camera("fake"),
            s -> {
              states.add(s);
              if (s.status() == Status.OK) {
                step.add(TimeUnit.SECONDS.toNanos(11));
              }
            },
            delay -> pauses.add(delay.toSeconds()),
            step::get)) {
      loop.start();
      for (int i = 0; i < 5; i++) {
        state();
      }
      loop.close();
      assertEquals(List.of(1L, 2L, 1L), pauses);
    }
  }

  @Test
  void theDelayDoublesUpToAMinute() {
    assertEquals(
        List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L),
        java.util.stream.IntStream.rangeClosed(1, 8).mapToObj(CameraLoop::delaySeconds).toList());
    assertEquals(60, CameraLoop.delaySeconds(Integer.MAX_VALUE));
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
    CameraLoop loop = new CameraLoop(camera, mailbox, metrics.camera("fake"), states::add);
    loop.start();
    assertEquals(Status.RECONNECTING, state().status());
    long before = System.nanoTime();
    loop.close();
    assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(9));
  }

  @Test
  void aFrameInSomebodysHandsIsNeverOverwritten() throws Exception {
    String[] script = new String[41];
    java.util.Arrays.fill(script, "frame");
    script[0] = "open";
    script[40] = "wait";
    FakeCamera camera = new FakeCamera(script);
    try (CameraLoop loop = start(camera)) {
      Frame held = (Frame) mailbox.take();
      byte shade = held.pixels().get(0);
      camera.waiting.await();
      assertEquals(shade, held.pixels().get(0));
      held.close();
      loop.close();
      mailbox.close();
      assertEquals(3, loop.freeBuffers());
    }
  }

  /** A clock that is put forward by hand. */
  private static final class LongStep {
    private final AtomicLong nanos = new AtomicLong();

    void add(long more) {
      nanos.addAndGet(more);
    }

    long get() {
      return nanos.get();
    }
  }

  private CameraLoop start(Camera camera) {
    CameraLoop loop =
        new CameraLoop(
            camera,
            mailbox,
            metrics.camera("fake"),
            states::add,
            (Duration delay) -> pauses.add(delay.toSeconds()),
            clock::get);
    loop.start();
    return loop;
  }

  private CameraState state() throws InterruptedException {
    CameraState state = states.poll(10, TimeUnit.SECONDS);
    assertTrue(state != null, "a state is reported");
    return state;
  }
}
