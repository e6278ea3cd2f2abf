package io.pipit.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.config.RecoverySettings;
import io.pipit.supervise.RecoveryPolicy.Step;
import io.pipit.supervise.RecoveryPolicy.Used;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecoveryPolicyTest {
  private static final RecoverySettings TWO_RESTARTS_ONE_REBOOT =
      new RecoverySettings(null, Duration.ofMinutes(10), 2, 1, Duration.ofHours(1));
  private static final Set<String> CAMERAS = Set.of("front", "gate");

  @Test
  void allCamerasAwayForLongIsAReasonToRestart() {
    RecoveryPolicy policy = policy(Used.NOTHING);
    assertEquals(Step.STAY, policy.judge(minutes(9)));
    assertEquals(Step.RESTART, policy.judge(minutes(10)));
    assertEquals(new Used(1, 0), policy.used());
  }

  @Test
  void oneCameraThatWorksIsAReasonToStay() {
    RecoveryPolicy policy = policy(Used.NOTHING);
    policy.camera("gate", false, minutes(9));
    assertEquals(Step.STAY, policy.judge(minutes(500)));
    policy.camera("gate", true, minutes(500));
    assertEquals(Step.STAY, policy.judge(minutes(509)));
    assertEquals(Step.RESTART, policy.judge(minutes(510)));
  }

  @Test
  void theBoardIsRestartedOnlyAfterTheProgramAndWithinItsBudget() {
    assertEquals(Step.REBOOT, policy(new Used(2, 0)).judge(minutes(10)));
    RecoveryPolicy afterReboot = policy(new Used(0, 1));
    assertEquals(Step.RESTART, afterReboot.judge(minutes(10)));
    RecoveryPolicy exhausted = policy(new Used(2, 1));
    assertEquals(Step.STAY, exhausted.judge(minutes(10)));
    assertEquals(Step.STAY, exhausted.judge(minutes(100_000)), "no loop of reboots");
  }

  @Test
  void aRebootGivesTheProgramItsRestartsAgain() {
    RecoveryPolicy policy = policy(new Used(2, 0));
    assertEquals(Step.REBOOT, policy.judge(minutes(10)));
    assertEquals(new Used(0, 1), policy.used());
  }

  @Test
  void framesForLongEnoughGiveTheBudgetsBack() {
    RecoveryPolicy policy = policy(new Used(2, 1));
    policy.camera("front", false, minutes(5));
    assertEquals(Step.STAY, policy.judge(minutes(64)));
    assertEquals(new Used(2, 1), policy.used());
    assertEquals(Step.STAY, policy.judge(minutes(65)));
    assertEquals(Used.NOTHING, policy.used());
  }

  @Test
  void aCameraThatComesAndGoesGivesNothingBack() {
    RecoveryPolicy policy = policy(new Used(2, 1));
    for (int minute = 0; minute < 600; minute += 2) {
      policy.camera("front", false, minutes(minute));
      policy.judge(minutes(minute + 1));
      policy.camera("front", true, minutes(minute + 1));
      assertEquals(Step.STAY, policy.judge(minutes(minute + 2)));
    }
    assertEquals(new Used(2, 1), policy.used());
  }

  @Test
  void neverMeansNever() {
    RecoverySettings never = new RecoverySettings(null, null, 3, 3, Duration.ofHours(1));
    assertEquals(
        Step.STAY, new RecoveryPolicy(never, CAMERAS, Used.NOTHING, 0).judge(minutes(1_000_000)));
  }

  @Test
  void withoutLiveCamerasThereIsNoRecoveryPolicy() {
    RecoveryPolicy policy = new RecoveryPolicy(TWO_RESTARTS_ONE_REBOOT, Set.of(), Used.NOTHING, 0);
    policy.camera("clip", true, 0);
    assertEquals(Step.STAY, policy.judge(minutes(1000)));
  }

  private static RecoveryPolicy policy(Used exhausted) {
    return new RecoveryPolicy(TWO_RESTARTS_ONE_REBOOT, CAMERAS, exhausted, 0);
  }

  private static long minutes(long minutes) {
    return Duration.ofMinutes(minutes).toNanos();
  }
}
