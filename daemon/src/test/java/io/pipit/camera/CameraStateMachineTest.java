package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CameraStateMachineTest {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private final List<CameraState> told = new ArrayList<>();
  private final CameraStateMachine machine =
      new CameraStateMachine("a", new Backoff(() -> 0), told::add);

  @Test
  void eachChangeIsToldOnce() {
    machine.opened();
    machine.frame();
    machine.frame();
    machine.silent(SILENCE);
    machine.silent(SILENCE);
    machine.frame();
    machine.silent(SILENCE);
    assertEquals(Duration.ofSeconds(1), machine.failed("gone", false));
    assertEquals(Duration.ofSeconds(2), machine.failed("gone", false));
    machine.ended();
    assertEquals(
        List.of(
            CameraState.ok("a"),
            new CameraState("a", Status.STALE, "no frame for 3 s", 0, 0),
            CameraState.ok("a"),
            new CameraState("a", Status.STALE, "no frame for 3 s", 0, 0),
            new CameraState("a", Status.RECONNECTING, "gone", 1, 1),
            new CameraState("a", Status.RECONNECTING, "gone", 2, 2),
            new CameraState("a", Status.FAILED, "ended", 0, 0)),
        told);
  }

  @Test
  void onlyAnOpenCameraCanBeSilent() {
    machine.silent(SILENCE);
    machine.failed("off", false);
    machine.silent(SILENCE);
    machine.opened();
    machine.silent(SILENCE);
    machine.gaveUp("no decoder");
    machine.silent(SILENCE);
    assertEquals(
        List.of(Status.RECONNECTING, Status.STALE, Status.FAILED),
        told.stream().map(CameraState::status).toList());
    assertEquals(1, told.get(1).attempt(), "it has not recovered yet");
    assertEquals(2, told.get(2).attempt());
  }

  @Test
  void whatLastsIsTriedAgainAtTheLongestPause() {
    assertEquals(Duration.ofSeconds(30), machine.failed("no decoder", true));
    assertEquals(Duration.ofSeconds(2), machine.failed("gone", false));
  }

  @Test
  void aPictureMakesTheNextFailureAFirstOne() {
    machine.failed("off", false);
    machine.failed("off", false);
    machine.opened();
    machine.frame();
    assertEquals(Duration.ofSeconds(1), machine.failed("off", false));
    assertEquals(1, told.get(3).attempt());
  }
}
