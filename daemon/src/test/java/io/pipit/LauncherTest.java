package io.pipit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/pipit with a Java that only says how it was called. */
class LauncherTest {
  @TempDir private Path folder;
  private Path home;

  private record Run(int exitCode, String output) {}

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.toRealPath().resolve("a home"));
    Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("src/main/bin/pipit"), home.resolve("bin/pipit"));
  }

  @Test
  void findsItsHomeThroughLinksAndPassesArgumentsOn() throws Exception {
    java("17.0.15");
    Path link = Files.createSymbolicLink(folder.resolve("one"), home.resolve("bin/pipit"));
    Path second = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    Run run = start(second, "check-config", "my file");
    assertEquals(0, run.exitCode(), run.output());
    List<String> words = run.output().lines().toList();
    assertTrue(words.contains("-Dpipit.home=" + home), run.output());
    assertEquals(
        List.of("-jar", home + "/lib/pipit.jar", "check-config", "my file"),
        words.subList(words.size() - 4, words.size()));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void anOldJavaIsRefused() throws Exception {
    java("11.0.2");
    Run run = start(home.resolve("bin/pipit"), "version");
    assertEquals(69, run.exitCode());
    assertTrue(
        run.output().contains("is version 11.0.2; Java 17 or later is needed"), run.output());
  }

  @Test
  void aWrongJavaHomeIsNamed() throws Exception {
    Run run = start(home.resolve("bin/pipit"), "version");
    assertEquals(69, run.exitCode());
    assertTrue(run.output().startsWith("pipit: JAVA_HOME is " + folder), run.output());
  }

  /** A program that prints a version when asked for it, else its arguments, one a line. */
  private void java(String version) throws IOException {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\n"
            + "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\"' >&2\n"
            + "else printf '%s\\n' \"$@\"; fi\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run start(Path script, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
