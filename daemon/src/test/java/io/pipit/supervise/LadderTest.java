package io.pipit.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.config.RecoverySettings;
import io.pipit.supervise.Ladder.Spent;
import io.pipit.supervise.Ladder.Step;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final RecoverySettings TWO_RESTARTS_ONE_REBOOT =
      new RecoverySettings(null, Duration.ofMinutes(10), 2, 1, Duration.ofHours(1));
  private static final Set<String> CAMERAS = Set.of("front", "gate");

  @Test
  void allCamerasAwayForLongIsAReasonToStartAnew() {
    Ladder ladder = ladder(Spent.NOTHING);
    assertEquals(Step.STAY, ladder.judge(minutes(9)));
    assertEquals(Step.RESTART, ladder.judge(minutes(10)));
    assertEquals(new Spent(1, 0), ladder.spent());
  }

  @Test
  void oneCameraThatWorksIsAReasonToStay() {
    Ladder ladder = ladder(Spent.NOTHING);
    ladder.camera("gate", false, minutes(9));
    assertEquals(Step.STAY, ladder.judge(minutes(500)));
    ladder.camera("gate", true, minutes(500));
    assertEquals(Step.STAY, ladder.judge(minutes(509)));
    assertEquals(Step.RESTART, ladder.judge(minutes(510)));
  }

  @Test
  void theBoardIsStartedAnewOnlyAfterTheProgramAndWithinItsBudget() {
    assertEquals(Step.REBOOT, ladder(new Spent(2, 0)).judge(minutes(10)));
    Ladder afterReboot = ladder(new Spent(0, 1));
    assertEquals(Step.RESTART, afterReboot.judge(minutes(10)));
    Ladder spent = ladder(new Spent(2, 1));
    assertEquals(Step.STAY, spent.judge(minutes(10)));
    assertEquals(Step.STAY, spent.judge(minutes(100_000)), "no loop of reboots");
  }

  @Test
  void aRebootGivesTheProgramItsRestartsAgain() {
    Ladder ladder = ladder(new Spent(2, 0));
    assertEquals(Step.REBOOT, ladder.judge(minutes(10)));
    assertEquals(new Spent(0, 1), ladder.spent());
  }

  @Test
  void picturesForLongEnoughGiveTheBudgetsBack() {
    Ladder ladder = ladder(new Spent(2, 1));
    ladder.camera("front", false, minutes(5));
    assertEquals(Step.STAY, ladder.judge(minutes(64)));
    assertEquals(new Spent(2, 1), ladder.spent());
    assertEquals(Step.STAY, ladder.judge(minutes(65)));
    assertEquals(Spent.NOTHING, ladder.spent());
  }

  @Test
  void aCameraThatComesAndGoesGivesNothingBack() {
    Ladder ladder = ladder(new Spent(2, 1));
    for (int minute = 0; minute < 600; minute += 2) {
      ladder.camera("front", false, minutes(minute));
      ladder.judge(minutes(minute + 1));
      ladder.camera("front", true, minutes(minute + 1));
      assertEquals(Step.STAY, ladder.judge(minutes(minute + 2)));
    }
    assertEquals(new Spent(2, 1), ladder.spent());
  }

  @Test
  void neverMeansNever() {
    RecoverySettings never = new RecoverySettings(null, null, 3, 3, Duration.ofHours(1));
    assertEquals(Step.STAY, new Ladder(never, CAMERAS, Spent.NOTHING, 0).judge(minutes(1_000_000)));
  }

  @Test
  void withoutLiveCamerasThereIsNoLadder() {
    Ladder ladder = new Ladder(TWO_RESTARTS_ONE_REBOOT, Set.of(), Spent.NOTHING, 0);
    ladder.camera("clip", true, 0);
    assertEquals(Step.STAY, ladder.judge(minutes(1000)));
  }

  private static Ladder ladder(Spent spent) {
    return new Ladder(TWO_RESTARTS_ONE_REBOOT, CAMERAS, spent, 0);
  }

  private static long minutes(long minutes) {
    return Duration.ofMinutes(minutes).toNanos();
  }
}
