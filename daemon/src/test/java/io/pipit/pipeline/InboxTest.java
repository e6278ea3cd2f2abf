package io.pipit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.event.InputChanged;
import io.pipit.metrics.Metrics;
import io.pipit.pipeline.PipelineInput.BoardInput;
import io.pipit.pipeline.PipelineInput.CameraLost;
import io.pipit.pipeline.PipelineInput.FrameInput;
import io.pipit.pipeline.PipelineInput.Tick;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import io.pipit.scene.FrameTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InboxTest {
  private final Metrics metrics = new Metrics(List.of("a", "b", "c"));
  private final Inbox inbox = new Inbox(List.of("a", "b", "c"), metrics, Duration.ofMinutes(1));
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void theNewestFrameWinsAndTheReplacedOneIsClosedAndCounted() throws Exception {
    inbox.offer(frame("a", 0));
    inbox.offer(frame("a", 1));
    Frame newest = frame("a", 2);
    inbox.offer(newest);
    assertSame(newest, takeFrame());
    assertEquals(2, closed.get());
    assertEquals(2, metrics.camera("a").dropped.sum());
    assertEquals(0, metrics.camera("b").dropped.sum());
  }

  @Test
  void camerasTakeTurns() throws Exception {
    inbox.offer(frame("a", 0));
    inbox.offer(frame("b", 0));
    inbox.offer(frame("c", 0));
    assertEquals("a", takeFrame().camera());
    inbox.offer(frame("a", 1));
    assertEquals("b", takeFrame().camera());
    assertEquals("c", takeFrame().camera());
    assertEquals(1, takeFrame().number());
  }

  @Test
  void aTakerWaitsForAFrame() throws Exception {
    CompletableFuture<PipelineInput> taken = takeElsewhere();
    Frame frame = frame("b", 7);
    inbox.offer(frame);
    assertSame(frame, ((FrameInput) taken.get(10, TimeUnit.SECONDS)).frame());
  }

  @Test
  void itTicksWhenNothingComes() throws Exception {
    try (Inbox impatient = new Inbox(List.of("a"), metrics, Duration.ofMillis(1))) {
      assertInstanceOf(Tick.class, impatient.take());
      impatient.offer(frame("a", 0));
      assertInstanceOf(FrameInput.class, impatient.take());
    }
  }

  @Test
  void closeWakesTheTakerAndClosesWhatWaits() throws Exception {
    CompletableFuture<PipelineInput> taken = takeElsewhere();
    inbox.close();
    assertNull(taken.get(10, TimeUnit.SECONDS));
    inbox.offer(frame("a", 0));
    assertEquals(1, closed.get(), "a frame that comes too late is closed");
    assertNull(inbox.take());
  }

  @Test
  void closeClosesFramesThatWait() {
    inbox.offer(frame("a", 0));
    inbox.offer(frame("c", 0));
    inbox.close();
    inbox.close();
    assertEquals(2, closed.get());
  }

  @Test
  void aFrameOfNoCameraIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> inbox.offer(frame("x", 0)));
  }

  @Test
  void controlEventsGoBeforeFramesAndNoneIsDropped() throws Exception {
    inbox.offer(frame("a", 0));
    InputChanged on = new InputChanged("pir", true, FrameTime.now());
    InputChanged off = new InputChanged("pir", false, FrameTime.now());
    inbox.inputChanged(on);
    inbox.inputChanged(off);
    assertEquals(new BoardInput(on), inbox.take());
    assertEquals(new BoardInput(off), inbox.take());
    assertEquals("a", takeFrame().camera());
  }

  @Test
  void aLossComesBetweenTheFramesBeforeAndAfterIt() throws Exception {
    inbox.offer(frame("b", 0));
    inbox.offer(frame("a", 0));
    CameraLost lost = new CameraLost("a", FrameTime.now());
    inbox.lost(lost.camera(), lost.time());
    inbox.offer(frame("a", 1));
    inbox.offer(frame("a", 2));
    assertEquals(0, takeFrame().number());
    assertEquals(lost, inbox.take());
    assertEquals(2, takeFrame().number());
    assertEquals("b", takeFrame().camera());
    assertEquals(1, closed.get(), "the newer frame still wins after a loss");
  }

  @Test
  void closeStillDeliversTheLastFrameOfALostCameraAndItsLoss() throws Exception {
    inbox.offer(frame("a", 5));
    inbox.lost("a", FrameTime.now());
    inbox.offer(frame("b", 0));
    inbox.close();
    inbox.lost("b", FrameTime.now());
    assertEquals(5, takeFrame().number());
    assertEquals("a", ((CameraLost) inbox.take()).camera());
    assertNull(inbox.take());
    assertEquals(1, closed.get());
  }

  @Test
  void aTakerWaitsForAControlEvent() throws Exception {
    CompletableFuture<PipelineInput> taken = takeElsewhere();
    CameraLost lost = new CameraLost("c", FrameTime.now());
    inbox.lost(lost.camera(), lost.time());
    assertEquals(lost, taken.get(10, TimeUnit.SECONDS));
  }

  private Frame takeFrame() throws InterruptedException {
    return ((FrameInput) inbox.take()).frame();
  }

  private CompletableFuture<PipelineInput> takeElsewhere() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return inbox.take();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private Frame frame(String camera, long number) {
    Layout layout = Layout.packed(2, 2);
    return new Frame(
        camera,
        number,
        FrameTime.now(),
        layout,
        ByteBuffer.allocate(layout.bytes()),
        0,
        closed::incrementAndGet);
  }
}
