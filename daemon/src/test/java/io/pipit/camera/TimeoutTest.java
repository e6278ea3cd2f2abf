package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
