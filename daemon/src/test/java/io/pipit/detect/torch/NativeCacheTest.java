package io.pipit.detect.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.detect.TestModels;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  @TempDir Path folder;

  @Test
  void placeIsOursThenTheDesktopsThenHome() {
    Map<String, String> environment = new HashMap<>();
    assertEquals(
        Path.of("/home/a/.cache/pipit"),
        NativeCache.root(name -> Optional.ofNullable(environment.get(name)), "/home/a"));
    environment.put("XDG_CACHE_HOME", "/var/cache");
    assertEquals(
        Path.of("/var/cache/pipit"),
        NativeCache.root(name -> Optional.ofNullable(environment.get(name)), "/home/a"));
    environment.put("XDG_CACHE_HOME", "relative");
    assertEquals(
        Path.of("/home/a/.cache/pipit"),
        NativeCache.root(name -> Optional.ofNullable(environment.get(name)), "/home/a"));
    environment.put("PIPIT_CACHE", "/own");
    assertEquals(
        Path.of("/own"),
        NativeCache.root(name -> Optional.ofNullable(environment.get(name)), "/home/a"));
  }

  @Test
  void filesAreUnpackedOnce() throws IOException {
    Path root = folder.resolve("deep/cache");
    Path first = new NativeCache(root).directory("v1", files("one"));
    assertEquals("one", Files.readString(first.resolve("a.so")));
    Files.setLastModifiedTime(first.resolve("a.so"), FileTime.fromMillis(1000));
    Path second = new NativeCache(root).directory("v1", files("two"));
    assertEquals(first, second);
    assertEquals(FileTime.fromMillis(1000), Files.getLastModifiedTime(second.resolve("a.so")));
    Path other = new NativeCache(root).directory("v2", files("two"));
    assertEquals("two", Files.readString(other.resolve("a.so")));
    assertEquals(List.of(".lock", "v1", "v2"), names(root));
  }

  @Test
  void remainsOfAKilledProcessAreRemoved() throws IOException {
    Path remains = Files.createDirectories(folder.resolve("v1.part-123"));
    Files.writeString(remains.resolve("a.so"), "half");
    new NativeCache(folder).directory("v1", files("whole"));
    assertFalse(Files.exists(remains));
  }

  @Test
  void aFailureLeavesNothingAndNamesTheFolderAndTheRemedy() throws IOException {
    Map<String, URL> files = files("one");
    files.put("gone.so", folder.resolve("gone").toUri().toURL());
    Path root = folder.resolve("cache");
    NativeLibraryException e =
        assertThrows(
            NativeLibraryException.class, () -> new NativeCache(root).directory("v1", files));
    assertTrue(e.getMessage().contains(root.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("PIPIT_CACHE"), e.getMessage());
    assertEquals(List.of(".lock"), names(root));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path root = file.resolve("cache");
    NativeLibraryException e =
        assertThrows(
            NativeLibraryException.class, () -> new NativeCache(root).directory("v1", files("x")));
    assertTrue(e.getMessage().contains(root.toString()), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void processesThatStartAtOnceShareOneFolder() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ProcessBuilder java = TestModels.java(Loader.class, new String[] {"-Xmx64m"});
      java.environment().put("PIPIT_CACHE", folder.resolve("shared").toString());
      processes.add(java.start());
    }
    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      assertTrue(output.contains("libtorch 2.7.1"), output);
    }
    List<String> names = names(folder.resolve("shared"));
    assertEquals(2, names.size(), names.toString());
    assertTrue(names.get(1).startsWith("libtorch-2.7.1"), names.toString());
  }

  /** Loads libtorch as the daemon does; ends without System.exit. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] args) {
      System.out.println("libtorch " + Libtorch.version());
    }
  }

  private Map<String, URL> files(String content) throws IOException {
    Path source = Files.createTempFile(folder, "source", ".so");
    Files.writeString(source, content);
    Map<String, URL> files = new HashMap<>();
    files.put("a.so", source.toUri().toURL());
    return files;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
