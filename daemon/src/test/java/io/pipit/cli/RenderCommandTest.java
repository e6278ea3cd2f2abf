package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {
  @TempDir private Path folder;

  @Test
  void imagesAreWrittenIntoANewFolder() {
    Path out = folder.resolve("new/scenes");
    CommandRun run =
        CommandRun.of("render", "--count", "3", "--size", "96x64,64x64", "--out", out.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(Files.exists(out.resolve("scenes.json")));
    assertTrue(Files.exists(out.resolve("scene-2-0.jpg")));
  }

  @Test
  void aSizeOrACountThatIsNoneIsReported() {
    for (String size : new String[] {"640", "640x", "axb", "640x360x3", "63x64", "9999x64", ""}) {
      CommandRun run = CommandRun.of("render", "--size", size, "--out", folder.toString());
      assertEquals(64, run.exitCode(), size);
      assertTrue(run.err().contains("must be WIDTHxHEIGHT"), run.err());
    }
    CommandRun run = CommandRun.of("render", "--count", "0", "--out", folder.toString());
    assertEquals(64, run.exitCode());
    assertTrue(run.err().contains("--count must be at least 1"), run.err());
  }

  @Test
  void aFolderThatCannotBeWrittenIsReported() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandRun run = CommandRun.of("render", "--count", "1", "--out", file.toString());
    assertEquals(73, run.exitCode());
    assertTrue(run.err().contains(file.toString()), run.err());
  }
}
