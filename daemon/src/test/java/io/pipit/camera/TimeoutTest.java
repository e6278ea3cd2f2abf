package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeoutTest {
  private final CountDownLatch fired = new CountDownLatch(1);

  @Test
  void aShorterLimitAfterALongerOneIsKept() throws InterruptedException {
    try (Timeout timeout = new Timeout("timeout-test", fired::countDown)) {
      timeout.arm(TimeUnit.MINUTES.toNanos(10));
      assertFalse(fired.await(50, TimeUnit.MILLISECONDS));
      timeout.disarm();
      timeout.arm(TimeUnit.MILLISECONDS.toNanos(10));
      assertTrue(fired.await(10, TimeUnit.SECONDS));
      assertTrue(timeout.expired());
    }
  }

  @Test
  void whatIsDisarmedNeverFires() throws InterruptedException {
    try (Timeout timeout = new Timeout("timeout-test", fired::countDown)) {
      timeout.arm(TimeUnit.MILLISECONDS.toNanos(100));
      timeout.disarm();
      assertFalse(fired.await(300, TimeUnit.MILLISECONDS));
      assertFalse(timeout.expired());
    }
  }

  @Test
  void aProcessThatWasStoppedWaitsAgain() throws InterruptedException {
    AtomicLong stopped = new AtomicLong();
    try (Timeout timeout =
        new Timeout("timeout-stopped", fired::countDown, () -> System.nanoTime() + stopped.get())) {
      timeout.arm(TimeUnit.SECONDS.toNanos(10));
      while (!waits("timeout-stopped")) {
        Thread.onSpinWait();
      }
      stopped.set(TimeUnit.SECONDS.toNanos(11));
      assertFalse(fired.await(2500, TimeUnit.MILLISECONDS), "the clock ran, this process did not");
      timeout.arm(TimeUnit.MILLISECONDS.toNanos(10));
      assertTrue(fired.await(10, TimeUnit.SECONDS), "and it fires as ever");
    }
  }

  private static boolean waits(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(
            one -> one.getName().equals(thread) && one.getState() == Thread.State.TIMED_WAITING);
  }
}
