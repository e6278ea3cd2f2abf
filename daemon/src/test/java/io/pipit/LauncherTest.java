package io.pipit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    Run run = start(second, Map.of(), "check-config", "my file");
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
    program("java", "echo 'openjdk version \"11.0.2\"' >&2"); // no release file beside it
    Run run = start(Map.of(), "version");
    assertEquals(69, run.exitCode());
    assertTrue(
        run.output().contains("is version 11.0.2; Java 17 or later is needed"), run.output());
  }

  @Test
  void aWrongJavaHomeIsNamed() throws Exception {
    Run run = start(Map.of(), "version");
    assertEquals(69, run.exitCode());
    assertTrue(run.output().startsWith("pipit: JAVA_HOME is " + folder), run.output());
  }

  @Test
  void whatTheUserGivesToJavaComesLast() throws Exception {
    java("17.0.15");
    Run run = start(Map.of("PIPIT_JAVA_OPTIONS", "-Xmx64m -Dx=1"), "run");
    List<String> words = run.output().lines().toList();
    assertTrue(words.indexOf("-Xmx128m") >= 0, run.output());
    assertTrue(words.indexOf("-Xmx64m") > words.indexOf("-Xmx128m"), run.output());
    assertEquals(words.indexOf("-Dx=1") + 1, words.indexOf("-jar"), run.output());
  }

  @Test
  void smallerObjectsAreAskedForOnlyOfAJavaThatHasThem() throws Exception {
    String option = "-XX:+UseCompactObjectHeaders";
    java("21.0.2");
    assertFalse(start(Map.of(), "run").output().lines().toList().contains(option));
    java("25.0.1");
    assertTrue(start(Map.of(), "run").output().lines().toList().contains(option));
  }

  @Test
  void theDaemonAloneIsCompiledQuickly() throws Exception {
    java("17.0.15");
    String option = "-XX:TieredStopAtLevel=1";
    assertTrue(start(Map.of(), "run").output().lines().toList().contains(option));
    assertFalse(start(Map.of(), "detect").output().lines().toList().contains(option));
  }

  @Test
  void freedMemoryIsGivenBackWhereJavaCanDoSo() throws Exception {
    for (String old : List.of("17", "17.0.8", "17.0.8.1", "19.0.2", "21")) {
      java(old);
      assertFalse(start(Map.of(), "run").output().contains("TrimNativeHeap"), old);
    }
    for (String able : List.of("17.0.9", "17.0.21.1", "21.0.1", "25.0.3")) {
      java(able);
      assertTrue(start(Map.of(), "run").output().contains("TrimNativeHeap"), able);
    }
  }

  @Test
  void classesPreparedForThisJavaAreUsed() throws Exception {
    java("17.0.15");
    Map<String, String> classes = Map.of("PIPIT_CLASSES", folder.toString());
    Files.writeString(folder.resolve("classes-17.0.14-3.jsa"), "abc");
    Files.writeString(folder.resolve("classes-17.0.15-4.jsa"), "abc"); // cut off
    assertFalse(start(classes, "run").output().contains("SharedArchiveFile"));
    Path archive = Files.writeString(folder.resolve("classes-17.0.15-3.jsa"), "abc");
    Run run = start(classes, "run");
    assertTrue(run.output().contains("-XX:SharedArchiveFile=" + archive), run.output());
    assertTrue(run.output().contains("-Xshare:auto"), run.output());
  }

  @Test
  void anArchiveOfClassesHasItsNameOnlyWhenItIsWhole() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path old = Files.createFile(classes.resolve("classes-17.0.14-9.jsa"));
    Files.copy(Path.of("src/main/bin/make-class-archive"), home.resolve("bin/make-class-archive"));
    Files.setPosixFilePermissions(
        home.resolve("bin/pipit"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path script = home.resolve("bin/make-class-archive");

    java("17.0.15");
    program("java", "echo no room >&2; exit 1");
    Run failed = start(script, Map.of(), classes.toString());
    assertEquals(73, failed.exitCode());
    assertEquals("make-class-archive: no room\n", failed.output());
    assertTrue(Files.exists(old));

    program(
        "java",
        "for word; do case $word in -XX:SharedArchiveFile=*) echo x >\"${word#*=}\";; esac; done");
    Run run = start(script, Map.of(), classes.toString());
    assertEquals(new Run(0, ""), run);
    try (Stream<Path> files = Files.list(classes)) {
      assertEquals(List.of(classes.resolve("classes-17.0.15-2.jsa")), files.toList());
    }
  }

  @Test
  void outputsAreMadeSafeWithoutJava() throws Exception {
    Path natives = home.resolve("lib/native/linux-" + platform());
    Path outputs = folder.resolve("outputs");
    Map<String, String> runtime = Map.of("RUNTIME_DIRECTORY", folder.toString());
    assertEquals(new Run(0, ""), start(runtime, "gpio-safe"));

    Files.createFile(outputs);
    Run missing = start(runtime, "gpio-safe");
    assertEquals(69, missing.exitCode());
    assertTrue(missing.output().contains("pipit-gpio-safe; install Pipit again"), missing.output());

    Files.createDirectories(natives);
    program(natives.resolve("pipit-gpio-safe"), "printf '%s\\n' \"$@\"; exit 7");
    assertEquals(new Run(7, outputs + "\n"), start(runtime, "gpio-safe"));
    assertEquals(new Run(7, "a file\n"), start(runtime, "gpio-safe", "a file"));
    assertEquals(0, start(runtime, "gpio-safe", "--help").exitCode());
    assertEquals(
        new Run(64, "pipit: unknown option '--nonsense' (see 'pipit gpio-safe --help')\n"),
        start(runtime, "gpio-safe", "--nonsense"));
    assertEquals(
        new Run(64, "pipit: unknown argument 'more' (see 'pipit gpio-safe --help')\n"),
        start(runtime, "gpio-safe", "a file", "more"));
  }

  private static String platform() {
    String platform = System.getProperty("os.arch");
    return platform.equals("amd64") ? "x86_64" : platform;
  }

  /** A Java that prints its arguments, one a line. */
  private void java(String version) throws IOException {
    program("java", "printf '%s\\n' \"$@\"");
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private void program(String name, String script) throws IOException {
    program(Files.createDirectories(folder.resolve("bin")).resolve(name), script);
  }

  private static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run start(Map<String, String> environment, String... arguments) throws Exception {
    return start(home.resolve("bin/pipit"), environment, arguments);
  }

  private Run start(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
