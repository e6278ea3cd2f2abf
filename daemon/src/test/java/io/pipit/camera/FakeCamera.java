package io.pipit.camera;

import io.pipit.scene.Frame.Layout;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A camera that follows a script: each step is one call of open or read. "open", "frame", "same"
 * (its pixels are those of the last one), "wide" (twice as wide), "end", "pause" (until {@link
 * #pause}, then the next step), "wait" (until closed), or a failure's text; "!" before it makes it
 * permanent.
 */
final class FakeCamera implements Camera {
  final AtomicInteger closes = new AtomicInteger();
  final AtomicInteger resets = new AtomicInteger();
  final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  volatile CountDownLatch pause = new CountDownLatch(0);
  private final String name;
  private final Queue<String> steps;
  private byte shade;

  FakeCamera(String... steps) {
    this("fake", steps);
  }

  FakeCamera(String name, String[] steps) {
    this.name = name;
    this.steps = new ArrayDeque<>(List.of(steps));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open() throws CameraException {
    String step = next();
    if (!step.equals("open")) {
      throw failure(step);
    }
  }

  @Override
  public boolean reset() {
    resets.incrementAndGet();
    return true;
  }

  @Override
  public Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    String step = next();
    if (step.equals("pause")) {
      pause.await();
      step = next();
    }
    switch (step) {
      case "frame", "same", "wide" -> {
        Layout layout = Layout.packed(step.equals("wide") ? 4 : 2, 2);
        buffer.markArrival();
        buffer.ofSize(layout.bytes()).put(0, step.equals("same") ? shade : ++shade);
        return layout;
      }
      case "end" -> {
        return null;
      }
      case "wait" -> {
        waiting.countDown();
        closed.await();
        throw new CameraException("closed");
      }
      case "defect" -> throw new IllegalStateException("a defect");
      default -> throw failure(step);
    }
  }

  private String next() {
    String step = steps.poll();
    if (step == null) {
      throw new AssertionError("the script is over");
    }
    return step;
  }

  private static CameraException failure(String step) {
    return step.startsWith("!")
        ? CameraException.permanent(step.substring(1))
        : new CameraException(step);
  }

  @Override
  public void close() {
    closes.incrementAndGet();
    if (waiting.getCount() == 0) {
      closed.countDown();
    }
  }
}
