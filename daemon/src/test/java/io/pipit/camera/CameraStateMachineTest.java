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
  private final CameraStateMachine condition =
      new CameraStateMachine("a", new Backoff(() -> 0), told::add);

  @Test
  void eachChangeIsToldOnce() {
    condition.opened();
    condition.frame();
    condition.frame();
    condition.silent(SILENCE);
    condition.silent(SILENCE);
    condition.frame();
    condition.silent(SILENCE);
    assertEquals(Duration.ofSeconds(1), condition.failed("gone"));
    assertEquals(Duration.ofSeconds(2), condition.failed("gone"));
    condition.ended();
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
    condition.silent(SILENCE);
    condition.failed("off");
    condition.silent(SILENCE);
    condition.opened();
    condition.silent(SILENCE);
    condition.gaveUp("no decoder");
    condition.silent(SILENCE);
    assertEquals(
        List.of(Status.RECONNECTING, Status.STALE, Status.FAILED),
        told.stream().map(CameraState::status).toList());
    assertEquals(1, told.get(1).attempt(), "it has not recovered yet");
    assertEquals(2, told.get(2).attempt());
  }

  @Test
  void aPictureMakesTheNextFailureAFirstOne() {
    condition.failed("off");
    condition.failed("off");
    condition.opened();
    condition.frame();
    assertEquals(Duration.ofSeconds(1), condition.failed("off"));
    assertEquals(1, told.get(3).attempt());
  }
}
