package io.pipit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.errors.ExitCode;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LifetimeTest {
  private final Lifetime lifetime = new Lifetime();

  @Test
  void endsWellWhenEveryCameraHasEnded() throws InterruptedException {
    lifetime.cameras(2);
    lifetime.on(CameraState.ok("a"));
    lifetime.on(new CameraState("a", Status.FAILED, "ended", 0, 0));
    lifetime.checkGoesOn();
    lifetime.on(new CameraState("b", Status.FAILED, "ended", 0, 0));
    assertEquals(ExitCode.OK, lifetime.await());
  }

  @Test
  void endsAsUnavailableWhenACameraWasGivenUp() throws InterruptedException {
    lifetime.cameras(1);
    lifetime.on(new CameraState("a", Status.RECONNECTING, "away", 1, 1));
    lifetime.checkGoesOn();
    lifetime.on(new CameraState("a", Status.FAILED, "no such device", 1, 0));
    assertEquals(ExitCode.UNAVAILABLE, lifetime.await());
  }

  @Test
  void aCameraThatIsOpenedAgainHasNotEnded() throws InterruptedException {
    lifetime.cameras(2);
    lifetime.on(new CameraState("a", Status.FAILED, "no such file", 1, 0));
    lifetime.on(CameraState.ok("a"));
    lifetime.on(new CameraState("b", Status.FAILED, "ended", 0, 0));
    lifetime.checkGoesOn();
    lifetime.on(new CameraState("a", Status.FAILED, "ended", 0, 0));
    assertEquals(ExitCode.OK, lifetime.await());
  }

  @Test
  void theFirstReasonCounts() throws InterruptedException {
    lifetime.restart();
    lifetime.stop();
    assertEquals(ExitCode.RESTART, lifetime.await());
    assertThrows(CancellationException.class, lifetime::checkGoesOn);
  }

  @Test
  void aDeadThreadIsAnInternalError() {
    lifetime.died("pipeline");
    IllegalStateException e = assertThrows(IllegalStateException.class, lifetime::await);
    assertEquals("the thread pipeline has died", e.getCause().getMessage());
  }
}
