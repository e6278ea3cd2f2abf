package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.CameraSettings.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in conf.d, read after the configuration file that the folder lies beside. */
class DropInsTest {
  @TempDir private Path folder;
  private Path main;

  @BeforeEach
  void writeMain() throws IOException {
    main =
        Files.writeString(
            folder.resolve("pipit.conf"),
            """
            node = main
            cameras {
              gate { type = rtsp, url = "rtsp://192.0.2.1/1", fps = 5 }
            }
            """);
  }

  @Test
  void aLaterNameCountsAndAllComeAfterTheMainFile() throws IOException {
    dropIn("20-b.conf", "node = b");
    dropIn("10-a.conf", "node = a\nsocket.queue = 7");
    dropIn("100-c.conf", "node = c");
    SettingsLoader.Loaded loaded = load();
    assertEquals("b", loaded.settings().node());
    assertEquals(7, loaded.settings().socket().queue());
    assertEquals(
        List.of("pipit.conf", "10-a.conf", "100-c.conf", "20-b.conf"),
        loaded.files().stream().map(file -> file.getFileName().toString()).toList());
  }

  @Test
  void aCameraOfTheMainFileIsAmendedAndAnotherAdded() throws IOException {
    dropIn("gate.conf", "cameras.gate { fps = 2, zones.z.coordinates = \"0,0, 1,0, 1,1\" }");
    dropIn("yard.conf", "cameras.yard { type = file, path = yard.mp4 }");
    List<CameraSettings> cameras = load().settings().cameras();
    assertEquals(List.of("gate", "yard"), cameras.stream().map(CameraSettings::name).toList());
    assertEquals(2, cameras.get(0).fps());
    assertEquals(1, cameras.get(0).regions().zones().size());
    assertTrue(cameras.get(0).source() instanceof Source.Rtsp);
    // Relative paths of all files are searched where the main one is.
    assertEquals(new Source.File(folder.resolve("yard.mp4"), false), cameras.get(1).source());
  }

  @Test
  void aListIsReplacedUnlessItIsAddedTo() throws IOException {
    dropIn("a.conf", "cameras.gate.objects.track = [person, car]");
    dropIn("b.conf", "\ncameras.gate.objects.track += dog");
    assertEquals(
        List.of("person", "car", "dog"), load().settings().cameras().get(0).objects().track());
    assertEquals(dropIns() + "/b.conf:2", sources().get("cameras.gate.objects.track"));
    dropIn("c.conf", "cameras.gate.objects.track = [cat]");
    assertEquals(List.of("cat"), load().settings().cameras().get(0).objects().track());
  }

  @Test
  void whatIsNotMeantIsNotRead() throws IOException {
    for (String name :
        List.of(
            ".hidden.conf",
            ".#a.conf",
            "#a.conf#",
            "#a.conf",
            "a.conf~",
            "a.conf.bak",
            "a.conf.swp",
            "a.conf.dpkg-dist",
            "README")) {
      dropIn(name, "this is } no { configuration");
    }
    assertEquals(List.of(main), load().files());
  }

  @Test
  void theFolderOfAnotherFileIsNotLookedAt() throws IOException {
    dropIn("a.conf", "this is } no { configuration");
    Path other = Files.createDirectory(folder.resolve("other")).resolve("pipit.conf");
    Files.writeString(other, "cameras.a.type = demo");
    assertEquals(List.of(other), SettingsLoader.load(other, dir -> null).files());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          node = a\\nnode = b | 2: node stands here twice: it is in line 1 already; keep one
          \\ncameras.gate.fsp = 3 | 2: unknown key cameras.gate.fsp; did you mean fps?
          cameras {\\n gat { fps = 3 } } | 2: cameras.gat lacks the key type, which must be demo, file, folder, v4l2, rtsp, http or libcamera
          cameras.gate {\\n objects {\\n track += "a  b" } } | 3: cameras.gate.objects.track must be all, a name or a list of names such as [person, car], has "a  b"
          cameras.gate {\\n objects = 5 } | 2: cameras.gate.objects must be a section in { }, is 5
          cameras.gate {\\n frame-timeout = 1s } | 2: cameras.gate stale-after must be less than frame-timeout (1s), is 2s
          \\n{ node = a | 2: the { of this line is not closed by a }
          \\ninclude "nowhere" | 2: include "nowhere": there is no file DROPINS/nowhere
          \\nnode = ${nowhere} | 2: Could not resolve substitution to a value: ${nowhere}
          """)
  void anErrorIsNamedByItsOwnFileAndLine(String text, String problem) throws IOException {
    dropIn("0.conf", "cameras.gate.stale-after = 2s");
    dropIn("a.conf", text.replace("\\n", "\n"));
    String expected = dropIns() + "/a.conf:" + problem.replace("DROPINS", dropIns().toString());
    // What stands between two keys is shown at the first.
    String place =
        problem.contains("stale-after") ? expected.replace("a.conf:2", "0.conf:1") : expected;
    assertEquals(List.of(place), problems());
  }

  @Test
  void aSectionOfSeveralFilesIsNamedWhereItBegins() throws IOException {
    dropIn("a.conf", "cameras.yard.fps = 3");
    dropIn("b.conf", "\n\ncameras.yard.frozen-after = 4s");
    assertTrue(
        problems().get(0).startsWith(dropIns() + "/a.conf:1: cameras.yard lacks the key type"),
        problems().toString());
  }

  @Test
  void everyFileThatIsWrongIsNamed() throws IOException {
    dropIn("a.conf", "node = a\nnode = b");
    Files.write(dropIns().resolve("b.conf"), "# F\u00fcr".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectory(dropIns().resolve("c.conf"));
    Files.createSymbolicLink(dropIns().resolve("d.conf"), Path.of("nowhere"));
    Files.writeString(main, "x = }");
    assertEquals(
        List.of(
            main + ":1: 'x' has no value",
            dropIns() + "/a.conf:2: node stands here twice: it is in line 1 already; keep one",
            dropIns() + "/b.conf:1: must be written in UTF-8; save it in that encoding",
            dropIns() + "/c.conf: is a directory; name the configuration file in it",
            dropIns() + "/d.conf: not found; name an existing configuration file"),
        problems());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFolderThatIsNoneIsAnError(boolean link) throws IOException {
    Path none = folder.resolve("conf.d");
    if (link) {
      Files.createSymbolicLink(none, Path.of("not-mounted"));
    } else {
      Files.writeString(none, "");
    }
    assertEquals(
        List.of(
            none + ": must be a folder that can be listed; check it, its owner and permissions"),
        problems());
  }

  @Test
  void aPasswordMayStandApart() throws IOException {
    dropIn("secret.conf", "cameras.gate { url = \"rtsp://me@192.0.2.1/1\", password = geheim }");
    assertEquals(dropIns() + "/secret.conf:1", sources().get("cameras.gate.password"));
    assertTrue(
        load()
            .values()
            .contains(
                new EffectiveValue("cameras.gate.password", "***", dropIns() + "/secret.conf:1")));
  }

  private Path dropIns() {
    return folder.resolve("conf.d");
  }

  private void dropIn(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(dropIns()).resolve(name), text);
  }

  private SettingsLoader.Loaded load() {
    return SettingsLoader.load(main, dir -> null);
  }

  private Map<String, String> sources() {
    return load().values().stream()
        .collect(Collectors.toMap(EffectiveValue::key, EffectiveValue::source));
  }

  private List<String> problems() {
    return assertThrows(ConfigException.class, this::load).details();
  }
}
