package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.doctor.Finding.Level;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitCheckTest {
  private static final String RUNNING =
      """
            LoadState=loaded
            UnitFileState=enabled
            ActiveState=active
            SubState=running
            NRestarts=0
            ExecMainCode=0
            ExecMainStatus=0
            """;

  @TempDir private Path root;
  private Tree tree;
  private final FakePrograms programs = new FakePrograms();

  @BeforeEach
  void bootWithSystemd() {
    tree = new Tree(root).with("/run/systemd/system/x", "");
  }

  @Test
  void aServiceThatRunsAndIsShutOffIsFine() throws Exception {
    unit(RUNNING);
    exposure("1.5 OK :-)");
    assertEquals(
        List.of(
            Finding.ok("service", "pipit.service is active (running)"),
            Finding.ok("service", "its exposure is 1.5")),
        find());
  }

  @Test
  void aServiceThatIsLooseIsAWarning() throws Exception {
    unit(RUNNING);
    exposure("9.2 UNSAFE :-(");
    assertEquals("its exposure is 9.2, should be at most 1.5", find().get(1).what());
    assertEquals(Level.WARNING, find().get(1).level());
  }

  @Test
  void aServiceThatKeepsFailingIsReportedWithItsLastExit() throws Exception {
    unit(
        """
            LoadState=loaded
            UnitFileState=disabled
            ActiveState=failed
            SubState=failed
            NRestarts=4
            ExecMainCode=1
            ExecMainStatus=78
            """);
    assertEquals(
        List.of(
            "pipit.service is failed (failed); it ended with 78: errors in the configuration file",
            "pipit.service does not start with the board",
            "it had to be restarted, times: 4"),
        find().stream().map(Finding::what).toList());
    unit(
        """
            LoadState=loaded
            ActiveState=activating
            SubState=auto-restart
            ExecMainCode=2
            ExecMainStatus=6
            """);
    assertEquals(
        "pipit.service is activating (auto-restart); it was ended by signal 6",
        find().get(0).what());
  }

  @Test
  void aServiceThatWasStoppedIsAWarning() throws Exception {
    unit("LoadState=loaded\nActiveState=inactive\nSubState=dead\nExecMainCode=0\n");
    assertEquals(
        Finding.warning("service", "pipit.service is inactive (dead)", "systemctl start pipit"),
        find().get(0));
  }

  @Test
  void aServiceThatIsStartingIsNoProblemYet() throws Exception {
    unit("LoadState=loaded\nActiveState=activating\nSubState=start\nExecMainCode=0\n");
    assertEquals(Level.NOTE, find().get(0).level());
  }

  @Test
  void withoutAServiceNothingIsWrong() throws Exception {
    unit("LoadState=not-found\n");
    assertEquals("pipit.service is not-found", find().get(0).what());
    assertEquals(Level.NOTE, find().get(0).level());
    FakePrograms none = new FakePrograms();
    assertEquals(Level.NOTE, new UnitCheck(tree.board(), none).find().get(0).level());
  }

  @Test
  void whatItDidToRecoverIsNoted() throws Exception {
    unit(RUNNING);
    tree.with(
        "/var/lib/pipit/recovery",
        "# 1\nreopened=12\nusb-resets=0\nrestarts=3\nspent-restarts=3\n");
    assertEquals("it had to recover by itself: reopened 12, restarts 3", find().get(1).what());
  }

  private void unit(String properties) {
    programs.answer("systemctl show pipit.service", 0, properties);
  }

  private void exposure(String figure) {
    programs.answer(
        "systemd-analyze security",
        0,
        "x  y\n\n-> Overall exposure level for pipit.service: " + figure + "\n");
  }

  private List<Finding> find() throws Exception {
    return new UnitCheck(tree.board(), programs).find();
  }
}
