package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.health.Metrics;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Mail;
import io.pipit.scene.Notice;
import io.pipit.scene.Notice.CameraLost;
import io.pipit.scene.Notice.InputChanged;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MailboxTest {
  private final Metrics metrics = new Metrics(List.of("a", "b", "c"));
  private final Mailbox mailbox =
      new Mailbox(List.of("a", "b", "c"), metrics, Duration.ofMinutes(1));
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void theNewestFrameWinsAndTheReplacedOneIsClosedAndCounted() throws Exception {
    mailbox.offer(frame("a", 0));
    mailbox.offer(frame("a", 1));
    Frame newest = frame("a", 2);
    mailbox.offer(newest);
    assertSame(newest, mailbox.take());
    assertEquals(2, closed.get());
    assertEquals(2, metrics.camera("a").dropped.sum());
    assertEquals(0, metrics.camera("b").dropped.sum());
  }

  @Test
  void camerasTakeTurns() throws Exception {
    mailbox.offer(frame("a", 0));
    mailbox.offer(frame("b", 0));
    mailbox.offer(frame("c", 0));
    assertEquals("a", takeFrame().camera());
    mailbox.offer(frame("a", 1));
    assertEquals("b", takeFrame().camera());
    assertEquals("c", takeFrame().camera());
    assertEquals(1, takeFrame().number());
  }

  @Test
  void aTakerWaitsForAFrame() throws Exception {
    CompletableFuture<Mail> taken = takeElsewhere();
    Frame frame = frame("b", 7);
    mailbox.offer(frame);
    assertSame(frame, taken.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whenNothingComesTimePassesAllTheSame() throws Exception {
    try (Mailbox impatient = new Mailbox(List.of("a"), metrics, Duration.ofMillis(1))) {
      assertInstanceOf(Notice.Quiet.class, impatient.take());
      impatient.offer(frame("a", 0));
      assertInstanceOf(Frame.class, impatient.take());
    }
  }

  @Test
  void closeWakesTheTakerAndClosesWhatWaits() throws Exception {
    CompletableFuture<Mail> taken = takeElsewhere();
    mailbox.close();
    assertNull(taken.get(10, TimeUnit.SECONDS));
    mailbox.offer(frame("a", 0));
    assertEquals(1, closed.get(), "a frame that comes too late is closed");
    assertNull(mailbox.take());
  }

  @Test
  void closeClosesFramesThatWait() {
    mailbox.offer(frame("a", 0));
    mailbox.offer(frame("c", 0));
    mailbox.close();
    mailbox.close();
    assertEquals(2, closed.get());
  }

  @Test
  void aFrameOfNoCameraIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> mailbox.offer(frame("x", 0)));
  }

  @Test
  void noticesGoBeforeFramesAndNoneIsDropped() throws Exception {
    mailbox.offer(frame("a", 0));
    Notice on = new InputChanged("pir", true, FrameTime.now());
    Notice off = new InputChanged("pir", false, FrameTime.now());
    mailbox.post(on);
    mailbox.post(off);
    assertSame(on, mailbox.take());
    assertSame(off, mailbox.take());
    assertEquals("a", takeFrame().camera());
  }

  @Test
  void aLossComesBetweenTheFramesBeforeAndAfterIt() throws Exception {
    mailbox.offer(frame("b", 0));
    mailbox.offer(frame("a", 0));
    Notice lost = new CameraLost("a", FrameTime.now());
    mailbox.post(lost);
    mailbox.offer(frame("a", 1));
    mailbox.offer(frame("a", 2));
    assertEquals(0, takeFrame().number());
    assertSame(lost, mailbox.take());
    assertEquals(2, takeFrame().number());
    assertEquals("b", takeFrame().camera());
    assertEquals(1, closed.get(), "the newer frame still wins after a loss");
  }

  @Test
  void closeStillDeliversTheLastFrameOfALostCameraAndItsLoss() throws Exception {
    mailbox.offer(frame("a", 5));
    mailbox.post(new CameraLost("a", FrameTime.now()));
    mailbox.offer(frame("b", 0));
    mailbox.close();
    mailbox.post(new CameraLost("b", FrameTime.now()));
    assertEquals(5, takeFrame().number());
    assertEquals("a", ((CameraLost) mailbox.take()).camera());
    assertNull(mailbox.take());
    assertEquals(1, closed.get());
  }

  @Test
  void aTakerWaitsForANotice() throws Exception {
    CompletableFuture<Mail> taken = takeElsewhere();
    Notice lost = new CameraLost("c", FrameTime.now());
    mailbox.post(lost);
    assertSame(lost, taken.get(10, TimeUnit.SECONDS));
  }

  private Frame takeFrame() throws InterruptedException {
    return (Frame) mailbox.take();
  }

  private CompletableFuture<Mail> takeElsewhere() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return mailbox.take();
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
