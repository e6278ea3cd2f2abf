package io.pipit.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.event.Report;
import io.pipit.explain.ExplanationFeed.Subscription;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationFeedTest {
  private final ExplanationFeed feed = new ExplanationFeed();
  private final FakeSource source = new FakeSource();

  private static final class FakeSource implements ExplanationFeed.Source {
    final List<String> asked = new ArrayList<>();

    @Override
    public Optional<ExplainedFrame> explain(String camera) {
      asked.add(camera);
      return Optional.of(new ExplainedFrame(report(camera), List.of()));
    }

    @Override
    public void explaining(boolean wanted) {
      asked.add(wanted ? "begin" : "end");
    }
  }

  private static Report report(String camera) {
    Latency none = new Latency(0, 0, 0, 0, 0, 0, 0);
    return new Report(
        camera, 1, FrameTime.now(), 4, 4, true, List.of(), List.of(), List.of(), none, 0);
  }

  private void frame(String camera) {
    if (feed.wants(camera)) {
      try (Frame frame =
          new Frame(
              camera,
              1,
              FrameTime.now(),
              Frame.Layout.packed(4, 4),
              ByteBuffer.allocateDirect(48),
              0,
              () -> {})) {
        feed.take(frame, report(camera));
      }
    }
  }

  @Test
  void framesAreExplainedOnlyWhileSomebodyAsks() throws InterruptedException {
    feed.from(source);
    frame("street");
    assertEquals(List.of(), source.asked);
    Subscription yard = feed.subscribe("yard");
    try (Subscription all = feed.subscribe(null)) {
      frame("street");
      frame("yard");
      assertEquals(List.of("begin", "street", "yard"), source.asked);
      assertEquals("street", all.next(0).orElseThrow().report().camera());
      assertEquals("yard", all.next(0).orElseThrow().report().camera());
      assertEquals("yard", yard.next(0).orElseThrow().report().camera());
      assertTrue(yard.next(0).isEmpty());
    }
    frame("street");
    yard.close();
    frame("street");
    assertEquals(List.of("begin", "street", "yard", "end"), source.asked);
  }

  @Test
  void whoIsTooSlowIsNotWaitedFor() throws InterruptedException {
    feed.from(source);
    try (Subscription slow = feed.subscribe("street")) {
      for (int i = 0; i < 1000; i++) {
        frame("street");
      }
      int kept = 0;
      while (slow.next(0).isPresent()) {
        kept++;
      }
      assertEquals(64, kept);
    }
    assertFalse(feed.wants("street"));
  }
}
