package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Finding WELL = Finding.ok("disk", "all is well");

  @Test
  void findingsAreReportedInTheOrderOfTheChecks() throws Exception {
    List<Finding> reported = new ArrayList<>();
    Finding hot = Finding.problem("heat", "hot", "cool it");
    List<Finding> all =
        new Examination(reported::add)
            .run(List.of(check(() -> List.of(hot, WELL)), check(() -> List.of(WELL))));
    assertEquals(List.of(hot, WELL, WELL), all);
    assertEquals(all, reported);
  }

  @Test
  void aCheckThatFailsIsAFindingAndKeepsNoOther() throws Exception {
    Check broken =
        check(
            () -> {
              throw new IllegalStateException("two\nlines");
            });
    List<Finding> all = new Examination(finding -> {}).run(List.of(broken, check(this::well)));
    assertEquals(
        "gate: could not be examined: java.lang.IllegalStateException: two lines",
        all.get(0).what());
    assertTrue(all.get(0).isWrong());
    assertEquals(WELL, all.get(1));
  }

  @Test
  void anErrorOfTheUsersIsReportedWithItsRemedy() throws Exception {
    Check failing =
        check(
            () -> {
              throw new UserException(ExitCode.DATA, "a.json: broken; no JSON; install it again");
            });
    assertEquals(
        List.of(Finding.problem("test", "a.json: broken; no JSON", "install it again")),
        new Examination(finding -> {}).run(List.of(failing)));
  }

  @Test
  void aCheckThatHangsIsGivenUpAndInterrupted() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Check hanging =
        check(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                stopped.countDown();
              }
              return List.of();
            });
    List<Finding> all = new Examination(finding -> {}).run(List.of(hanging, check(this::well)));
    assertEquals("gate: no answer within 1 s", all.get(0).what());
    assertEquals(WELL, all.get(1));
    assertTrue(stopped.await(10, TimeUnit.SECONDS));
  }

  @Test
  void aFindingSaysWhatToDoUnlessAllIsWell() {
    assertThrows(IllegalArgumentException.class, () -> Finding.warning("disk", "full", " "));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Finding(Finding.Level.OK, "disk", "empty", "fill it"));
  }

  private List<Finding> well() {
    return List.of(WELL);
  }

  private static Check check(Callable<List<Finding>> body) {
    return new Check("test", "gate") {
      @Override
      Duration limit() {
        return Duration.ofSeconds(1);
      }

      @Override
      List<Finding> find() throws Exception {
        return body.call();
      }
    };
  }
}
