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
  void allCamerasAwayForLongIsAReasonToStartAnew() {
    RecoveryPolicy ladder = ladder(Used.NOTHING);
    assertEquals(Step.STAY, ladder.judge(minutes(9)));
    assertEquals(Step.RESTART, ladder.judge(minutes(10)));
    assertEquals(new Used(1, 0), ladder.used());
  }

  @Test
  void oneCameraThatWorksIsAReasonToStay() {
    RecoveryPolicy ladder = ladder(Used.NOTHING);
    ladder.camera("gate", false, minutes(9));
    assertEquals(Step.STAY, ladder.judge(minutes(500)));
    ladder.camera("gate", true, minutes(500));
    assertEquals(Step.STAY, ladder.judge(minutes(509)));
    assertEquals(Step.RESTART, ladder.judge(minutes(510)));
  }

  @Test
  void theBoardIsStartedAnewOnlyAfterTheProgramAndWithinItsBudget() {
    assertEquals(Step.REBOOT, ladder(new Used(2, 0)).judge(minutes(10)));
    RecoveryPolicy afterReboot = ladder(new Used(0, 1));
    assertEquals(Step.RESTART, afterReboot.judge(minutes(10)));
    RecoveryPolicy spent = ladder(new Used(2, 1));
    assertEquals(Step.STAY, spent.judge(minutes(10)));
    assertEquals(Step.STAY, spent.judge(minutes(100_000)), "no loop of reboots");
  }

  @Test
  void aRebootGivesTheProgramItsRestartsAgain() {
    RecoveryPolicy ladder = ladder(new Used(2, 0));
    assertEquals(Step.REBOOT, ladder.judge(minutes(10)));
    assertEquals(new Used(0, 1), ladder.used());
  }

  @Test
  void picturesForLongEnoughGiveTheBudgetsBack() {
    RecoveryPolicy ladder = ladder(new Used(2, 1));
    ladder.camera("front", false, minutes(5));
    assertEquals(Step.STAY, ladder.judge(minutes(64)));
    assertEquals(new Used(2, 1), ladder.used());
    assertEquals(Step.STAY, ladder.judge(minutes(65)));
    assertEquals(Used.NOTHING, ladder.used());
  }

  @Test
  void aCameraThatComesAndGoesGivesNothingBack() {
    RecoveryPolicy ladder = ladder(new Used(2, 1));
    for (int minute = 0; minute < 600; minute += 2) {
      ladder.camera("front", false, minutes(minute));
      ladder.judge(minutes(minute + 1));
      ladder.camera("front", true, minutes(minute + 1));
      assertEquals(Step.STAY, ladder.judge(minutes(minute + 2)));
    }
    assertEquals(new Used(2, 1), ladder.used());
  }

  @Test
  void neverMeansNever() {
    RecoverySettings never = new RecoverySettings(null, null, 3, 3, Duration.ofHours(1));
    assertEquals(
        Step.STAY, new RecoveryPolicy(never, CAMERAS, Used.NOTHING, 0).judge(minutes(1_000_000)));
  }

  @Test
  void withoutLiveCamerasThereIsNoLadder() {
    RecoveryPolicy ladder = new RecoveryPolicy(TWO_RESTARTS_ONE_REBOOT, Set.of(), Used.NOTHING, 0);
    ladder.camera("clip", true, 0);
    assertEquals(Step.STAY, ladder.judge(minutes(1000)));
  }

  private static RecoveryPolicy ladder(Used spent) {
    return new RecoveryPolicy(TWO_RESTARTS_ONE_REBOOT, CAMERAS, spent, 0);
  }

  private static long minutes(long minutes) {
    return Duration.ofMinutes(minutes).toNanos();
  }
}
