package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pipit doctor --bundle}: all that helps, and no password of any kind. */
class DoctorBundleTest {
  private static final List<String> SECRETS =
      List.of("in-the-url", "in-a-file", "in-a-drop-in", "of-a-query", "spoken%20as%20typed");

  @TempDir private Path folder;
  private Path config;
  private Path bundle;

  @BeforeEach
  void writeConfiguration() throws IOException {
    bundle = folder.resolve("report.zip");
    Files.writeString(folder.resolve("gate.password"), "in-a-file\n");
    config =
        Files.writeString(
            folder.resolve("pipit.conf"),
            """
            socket.listen = "127.0.0.1:0"
            cameras {
              a { type = rtsp, url = "rtsp://me:in-the-url@127.0.0.1:1/live" }
              b { type = rtsp, url = "rtsp://me@127.0.0.1:1/b", password = { file = gate.password } }
              c { type = http, url = "http://me@127.0.0.1:1/c" }
              d { type = http, url = "http://127.0.0.1:1/d?token=of-a-query" }
              e { type = rtsp, url = "rtsp://me:spoken%20as%20typed@127.0.0.1:1/live" }
              f { type = file, path = "in-a-file/in-the-url" }
            }
            """);
    Files.writeString(
        Files.createDirectory(folder.resolve("conf.d")).resolve("c.conf"),
        "cameras.c.password = in-a-drop-in\n");
  }

  @Test
  void itHasWhatHelpsAndNoPassword() throws IOException {
    CommandRun run = run();
    assertEquals(1, run.exitCode(), run.err());
    assertEquals("pipit: " + bundle + " is written; read it before you pass it on\n", run.err());
    Map<String, String> texts = texts();
    assertEquals(
        List.of(
            "doctor.txt",
            "doctor.json",
            "versions.txt",
            "effective.conf",
            "unit.txt",
            "journal.txt",
            "recovery.txt"),
        List.copyOf(texts.keySet()));
    for (String secret : SECRETS) {
      texts.forEach((name, text) -> assertFalse(text.contains(secret), name + ": " + text));
    }
    assertTrue(run.out().startsWith(texts.get("doctor.txt").substring(0, 20)), run.out());
    assertTrue(texts.get("doctor.json").startsWith("{\"pipit\":"), texts.toString());
    String effective = texts.get("effective.conf");
    assertTrue(effective.contains("cameras.c.password = ***  # "), effective);
    assertTrue(effective.contains("conf.d/c.conf:1\n"), effective);
    // Also where nothing says that it is one.
    assertTrue(effective.contains("cameras.f.path = \"***/***\""), effective);
  }

  @Test
  void aBrokenConfigurationIsNoReasonToFail() throws IOException {
    Files.writeString(config, "cameras.a { type = rtsp, url = \"rtsp://me:in-the-url@\" }\n");
    assertEquals(1, run().exitCode());
    texts().forEach((name, text) -> assertFalse(text.contains("in-the-url"), name + ": " + text));
  }

  @Test
  void aFileThatIsThereIsKept() throws IOException {
    Files.writeString(bundle, "mine");
    assertEquals(
        new CommandRun(73, "", "pipit: " + bundle + ": is there already; name a new file\n"),
        run());
    assertEquals("mine", Files.readString(bundle));
  }

  @Test
  void aFolderThatIsMissingIsFoundBeforeTheWork() {
    bundle = folder.resolve("nowhere/report.zip");
    assertEquals(
        new CommandRun(
            73,
            "",
            "pipit: "
                + bundle
                + ": can't be made; name a file in a folder that you may write to\n"),
        run());
  }

  private CommandRun run() {
    return CommandRun.of(
        "doctor", "--quick", "--config", config.toString(), "--bundle", bundle.toString());
  }

  private Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(bundle.toFile());
        Stream<? extends ZipEntry> entries = zip.stream()) {
      entries.forEach(
          entry -> texts.put(entry.getName().replaceFirst("pipit-report/", ""), read(zip, entry)));
    }
    return texts;
  }

  private static String read(ZipFile zip, ZipEntry entry) {
    try {
      return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
