package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.doctor.Programs.Result;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildProgramsTest {
  private final Programs programs = new ChildPrograms();

  @Test
  void whatAProgramWritesAndHowItEndsIsReported() throws Exception {
    Result result = sh(Programs.SOON, "echo one; echo two >&2; exit 3");
    assertEquals(new Result(3, "one\ntwo\n"), result);
    assertEquals("two", result.lastLine());
    assertFalse(result.ok());
    assertEquals("exit status 4", sh(Programs.SOON, "exit 4").lastLine());
  }

  @Test
  void aProgramThatHangsIsKilledWithWhatItHasStarted() throws Exception {
    Result result = sh(Duration.ofMillis(300), "sleep 600 & echo $!; wait");
    assertEquals(Result.TIMED_OUT, result.status());
    assertEquals("it hangs", result.lastLine());
    long child = Long.parseLong(result.output().strip());
    assertTrue(ended(child), "the child " + child + " lives");
  }

  @Test
  void aProgramThatWritesWithoutEndFillsNoMemory() throws Exception {
    Result result = sh(Duration.ofMillis(500), "while :; do echo yes; done");
    assertTrue(result.output().length() <= 1 << 20, "kept: " + result.output().length());
  }

  @Test
  void onlyWhatIsOnThePathIsInstalled() {
    assertTrue(programs.installed("sh"));
    assertFalse(programs.installed("no-such-program"));
  }

  private static boolean ended(long process) {
    return ProcessHandle.of(process)
        .map(handle -> handle.onExit().completeOnTimeout(handle, 10, TimeUnit.SECONDS).join())
        .map(handle -> !handle.isAlive())
        .orElse(true);
  }

  private Result sh(Duration limit, String script) throws Exception {
    return programs.run(limit, "/bin/sh", "-c", script);
  }
}
