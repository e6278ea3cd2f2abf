package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.errors.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration's text may be before its values matter. */
class ConfigFilesTest {
  private static final String CAMERA = "cameras { a { type = demo } }\n";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fps = 5\\nfps = 6 | 3: fps stands here twice: it is in line 2 already; keep one
          x { a = 1, b = 2\\n a = 3 } | 3: x.a stands here twice: it is in line 2 already; keep one
          x.a = 1\\nx { a = 3 } | 3: x.a stands here twice: it is in line 2 already; keep one
          "x".a = 1\\nx."a" = [3] | 3: x.a stands here twice: it is in line 2 already; keep one
          cameras.a { fps = 5 }\\ncameras { b { type = demo } } | 2: cameras.a stands here twice: it is in line 1 already; keep one
          rules { r { } }\\n\\nrules.r { cooldown = 1s } | 4: rules.r stands here twice: it is in line 2 already; keep one
          x = { y = [ { z = 1\\nz = 2 } ] } | 3: x.y[1].z stands here twice: it is in line 2 already; keep one
          x = "a | 2: a closing " is missing in this line
          x {\\n y = 1 | 2: the { of this line is not closed by a }
          x = [ 1,\\n 2 | 2: the [ of this line is not closed by a ]
          x = 1 } | 2: a } without a { that it closes
          x\\ny = 1 | 2: 'x' must be followed by = and a value, or by { }
          x = \\n\\n | 2: 'x' has no value
          x = \u201cyard\u201d | 2: the quote \u201c must be a straight one: "
          \u201ex\u201c = 1 | 2: the quote \u201e must be a straight one: "
          url = rtsp://host/1 | 2: a text with ':' must stand in quotes: "..."; is rtsp:...
          when = user@host | 2: a text with '@' must stand in quotes: "..."; is user@...
          x:\\n  y: 1 | 2: this looks like YAML; Pipit's files are HOCON: name { key = value }, see docs/field-guide.md
          include "site" | 2: include "site": there is no file FOLDER/site
          include required(file("site.conf")) | 2: include "site.conf": there is no file FOLDER/site.conf
          include url("http://192.0.2.1/x.conf") | 2: include "http://192.0.2.1/x.conf": must name a file of this computer
          include "http://192.0.2.1/x.conf" | 2: include "http://192.0.2.1/x.conf": must name a file of this computer
          include classpath("application.conf") | 2: include "application.conf": must name a file of this computer
          include "pipit.conf" | 2: include "pipit.conf": is included by itself, over 1 file
          include "." | 2: include ".": FOLDER/.: is a directory; name the configuration file in it
          """)
  void whatTheLibraryWouldNotTellIsAnErrorWithItsLine(String text, String problem)
      throws IOException {
    String expected = problem.replace("FOLDER", folder.toString());
    assertEquals(List.of(expected), problems(CAMERA + text.replace("\\n", "\n")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          node = a # and "more
          node = "a" // "
          node = a\\nnode = ${?PIPIT_TEST_NOWHERE}
          socket.queue = 5\\nsocket { max-clients = 5 }
          x = 5\\ncameras.b = ${cameras.a} { fps = 2 }
          \\ncameras { b { type = demo } }
          cameras.b.type = demo, cameras.b.fps = 3
          cameras.b { type = demo, masks.m.coordinates = \"\"\"0,0\\n1,0\\n1,1\"\"\" }
          cameras.b : { "type" : "demo", "fps":3 }
          cameras.b = { type = demo,\\n\\n objects.track += person }
          include "more"
          include "more.conf"\\ninclude "sub/deep"
          include required("more.conf")
          include file("more.conf")
          """)
  void whatIsMeantLoads(String text) throws IOException {
    Files.writeString(folder.resolve("more.conf"), "node = more\n");
    Files.writeString(
        Files.createDirectory(folder.resolve("sub")).resolve("deep.conf"), "include \"deeper\"");
    Files.writeString(folder.resolve("sub/deeper.conf"), "health.interval = 3s");
    Files.writeString(
        folder.resolve("pipit.conf"),
        CAMERA + text.replace("\\n", "\n").replace("x = 5\n", "").replace("\\\"", "\""));
    SettingsLoader.load(folder.resolve("pipit.conf"), dir -> null);
  }

  @Test
  void anErrorInAnIncludedFileIsThatFiles() throws IOException {
    Files.writeString(folder.resolve("more.conf"), "\nsocket.queue = 0\n");
    ConfigException e =
        assertThrows(ConfigException.class, () -> load("include \"more\"\n" + CAMERA));
    assertEquals(folder.resolve("more.conf").toString(), e.problems().get(0).file());
    assertEquals(2, e.problems().get(0).line());
  }

  @Test
  void filesThatIncludeEachOtherAreFound() throws IOException {
    Files.writeString(folder.resolve("more.conf"), "include \"pipit.conf\"\n");
    ConfigException e =
        assertThrows(ConfigException.class, () -> load("include \"more\"\n" + CAMERA));
    assertEquals(
        folder.resolve("more.conf")
            + ":1: include \"pipit.conf\": is included by itself, over 2 files",
        e.details().get(0));
  }

  @Test
  void includesThatMultiplyAreBounded() throws IOException {
    for (int i = 0; i < 30; i++) {
      String next = "include \"f" + (i + 1) + "\"\n";
      Files.writeString(folder.resolve("f" + i + ".conf"), next + next);
    }
    Files.writeString(folder.resolve("f30.conf"), "");
    assertTrue(problems(CAMERA + "include f0\ninclude \"f0\"").size() > 0);
  }

  @Test
  void deepNestingIsAnErrorAndNoStackOverflow() throws IOException {
    assertEquals(
        List.of("2: sections and lists must not be nested deeper than 32"),
        problems(CAMERA + "a{".repeat(20_000)));
    assertEquals(
        List.of("2: sections and lists must not be nested deeper than 32"),
        problems(CAMERA + "a = " + "[".repeat(20_000)));
  }

  @Test
  void thousandsOfErrorsAreShownAsFiftyAndACount() throws IOException {
    StringBuilder text = new StringBuilder(CAMERA);
    for (int i = 0; i < 60_000; i++) {
      text.append("k").append(i).append(" = 1\n");
    }
    ConfigException e = assertThrows(ConfigException.class, () -> load(text.toString()));
    assertEquals(51, e.details().size());
    assertEquals("... and 59950 more", e.details().get(50));
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws IOException {
    assertEquals(
        List.of("2: the file is larger than 1 MiB up to here; is it the right one?"),
        problems(CAMERA + "x = \"" + "y".repeat(5_000_000) + "\""));
  }

  @Test
  void bytesThatAreNoTextAreNamedByTheirLine() throws IOException {
    assertEquals(
        List.of("2: must be written in UTF-8; save it in that encoding"),
        problems((CAMERA + "# F\u00fcr").getBytes(StandardCharsets.ISO_8859_1)));
    assertEquals(
        List.of("2: must be a text, has a character NUL"),
        problems((CAMERA + "# \0").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aDeviceIsNoConfiguration() {
    UserException e =
        assertThrows(
            UserException.class, () -> SettingsLoader.load(Path.of("/dev/zero"), dir -> null));
    assertEquals("/dev/zero: is not a regular file; name the configuration file", e.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cameras.a.threshold = 0.5 | unknown key cameras.a.threshold; did you mean cameras.a.motion.threshold or cameras.a.objects.threshold?
          cameras.a.max-are = 0.5 | unknown key cameras.a.max-are
          listen = "[::1]:1" | unknown key listen; did you mean socket.listen?
          rules.r.zone = a | unknown key rules.r.zone; did you mean rules.r.when.zone?
          gpio.pulse = 2s | unknown key gpio.pulse; did you mean gpio.output-defaults.pulse?
          """)
  void aKeyInTheWrongSectionIsToldItsPlace(String text, String problem) throws IOException {
    assertEquals(List.of("2: " + problem), problems(CAMERA + text));
  }

  private List<String> problems(String text) throws IOException {
    return problems(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> problems(byte[] text) throws IOException {
    Path file = Files.write(folder.resolve("pipit.conf"), text);
    ConfigException e =
        assertThrows(ConfigException.class, () -> SettingsLoader.load(file, dir -> null));
    return e.problems().stream().map(one -> one.line() + ": " + one.message()).toList();
  }

  private void load(String text) throws IOException {
    SettingsLoader.load(Files.writeString(folder.resolve("pipit.conf"), text), dir -> null);
  }
}
