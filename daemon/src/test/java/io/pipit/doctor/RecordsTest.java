package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
  private static final Configuration NONE =
      new Configuration(List.of(), Optional.empty(), List.of());

  @TempDir private Path root;

  @Test
  void programsAndFilesAreAskedForWhatHelps() throws Exception {
    Tree tree =
        new Tree(root)
            .with("/etc/os-release", "PRETTY_NAME=\"Debian 13\"\n")
            .with("/var/lib/pipit/recovery", "usb-resets=2\n");
    FakePrograms programs =
        new FakePrograms()
            .answer("systemctl show", 0, "ActiveState=active\n")
            .answer("systemctl --version", 0, "systemd 257\n+PAM\n")
            .answer("gst-launch-1.0 --version", 0, "gst-launch-1.0 version 1.26\n")
            .answer("journalctl --unit=pipit.service --lines=2000", 0, "started\n");
    Map<String, String> texts = new Records(tree.board(), programs, List.of("pipit 1")).of(NONE);
    assertTrue(texts.get("versions.txt").startsWith("pipit 1\n"), texts.toString());
    assertTrue(
        texts.get("versions.txt").contains("Debian 13\nsystemd 257\ngst-launch"), "" + texts);
    assertEquals("ActiveState=active\n", texts.get("unit.txt"));
    assertEquals("started\n", texts.get("journal.txt"));
    assertEquals("usb-resets=2\n", texts.get("recovery.txt"));
    assertTrue(texts.get("effective.conf").startsWith("# There is none"), texts.toString());
    // A drop-in may have a password in Environment=.
    assertFalse(programs.asked.toString().contains("Environment"), programs.asked.toString());
  }

  @Test
  void whatIsNotInstalledIsSaid() throws Exception {
    Map<String, String> texts =
        new Records(new Tree(root).board(), new FakePrograms(), List.of("pipit 1")).of(NONE);
    assertEquals("journalctl is not installed\n", texts.get("journal.txt"));
    assertEquals("systemctl is not installed\n", texts.get("unit.txt"));
  }
}
