package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.doctor.Finding.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir private Path folder;

  @Test
  void everyErrorIsAFinding() throws Exception {
    Path file = write("cameras.gate.typ = demo\nnode = 'x'\n");
    Configuration read = Configuration.read(file, file);
    assertTrue(read.findings().size() >= 2, read.toString());
    assertTrue(read.findings().get(0).what().startsWith(file + ":1: "), read.toString());
    assertTrue(read.findings().stream().allMatch(Finding::isWrong));
    assertTrue(read.settings().isEmpty());
  }

  @Test
  void aFileThatIsNamedMustBeThere() {
    Finding finding = Configuration.read(file(), file()).findings().get(0);
    assertEquals(
        Finding.problem(
            "configuration", file() + ": not found", "name an existing configuration file"),
        finding);
  }

  @Test
  void theInstalledFileNeedNotBeThere() throws Exception {
    Configuration none = Configuration.read(null, file());
    assertEquals(file() + " is not there, so only the board is examined", what(none));
    assertEquals(Level.NOTE, none.findings().get(0).level());
    assertFalse(none.needsPins());
    write("cameras.gate { type = v4l2 }\ngpio.outputs.siren.line = X\n");
    Configuration some = Configuration.read(null, file());
    assertEquals(file() + ": 1 camera, 0 rules", what(some));
    assertTrue(some.needsPins());
    assertTrue(some.needsVideo());
  }

  @Test
  void whoWatchesTheDrawnStreetOnlyLearnsHowToGoOn() throws Exception {
    write("cameras { a { type = demo }, b { type = demo } }\n");
    Configuration drawn = Configuration.read(null, file());
    assertEquals(file() + ": 2 cameras, 0 rules, only the drawn street is watched", what(drawn));
    assertEquals(List.of(Level.NOTE), drawn.findings().stream().map(Finding::level).toList());
  }

  @Test
  void filesBesideItAreCounted() throws Exception {
    write("cameras.gate { type = v4l2 }\n");
    Path folder = Files.createDirectory(file().resolveSibling("conf.d"));
    Files.writeString(folder.resolve("a.conf"), "cameras.yard { type = demo }\n");
    assertEquals(
        file() + " and 1 file: 2 cameras, 0 rules", what(Configuration.read(file(), file())));
    Files.writeString(folder.resolve("b.conf"), "node = b\n");
    assertEquals(
        file() + " and 2 files: 2 cameras, 0 rules", what(Configuration.read(file(), file())));
  }

  private static String what(Configuration configuration) {
    return configuration.findings().get(0).what();
  }

  private Path file() {
    return folder.resolve("pipit.conf");
  }

  private Path write(String text) throws Exception {
    return Files.writeString(file(), text);
  }
}
