package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.GpioSettings.Bias;
import io.pipit.config.GpioSettings.LineAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
  private static final Path SHIPPED = Path.of("../config/pipit.conf");
  private static final String ALL_CAMERAS =
      """
      cameras {
        a { type = demo }
        b { type = file, path = "b.mp4" }
        c { type = folder, path = "/images", loop = true }
        d { type = v4l2, width = 640, height = 480 }
        e { type = rtsp, url = "rtsp://me:geheim@cam/1", fps = 2.5, frame-timeout = 500ms, stale-after = 100ms }
        f { type = libcamera }
        g { type = http, url = "http://me:geheim@cam/2", interval = 1s, rotate = 90, aspect = "4:3" }
      }
      gpio {
        outputs {
          g { line = "GPIO17", pulse = 500ms, safe = on }
          h { chip = "pinctrl-bcm2711", offset = 27, max-on = none, min-off = 5s, active = low }
        }
        inputs { i { line = "GPIO22", active = low, bias = up } }
      }
      """;

  private static final MotionSettings MOTION = new MotionSettings(true, 8, Duration.ofSeconds(1));

  @TempDir private Path folder;

  @Test
  void theShippedConfigurationLoads() {
    Settings settings =
        SettingsLoader.load(SHIPPED, folder, new Diagnostics("pipit.conf"), dir -> null).settings();
    assertEquals(
        List.of(
            TestSettings.camera(
                TestSettings.camera(
                    "street", new Source.Demo(1, 640, 360), 10, Duration.ofSeconds(10)),
                MOTION)),
        settings.cameras());
    assertEquals(new SocketSettings("127.0.0.1", 7431, 64, 256), settings.socket());
    assertEquals(
        new TrackerSettings(
            0.1f,
            3,
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            new TrackerSettings.Stationary(Duration.ofSeconds(5), Duration.ofMinutes(10))),
        settings.tracker());
    assertEquals(
        new ModelSettings(folder.resolve("models/edge8"), "auto", null, Float.NaN, 0.45f, 0),
        settings.model());
    assertEquals(GpioSettings.NONE, settings.gpio());
    assertEquals(Duration.ofSeconds(10), settings.healthInterval());
    assertEquals(LogLevel.INFO, settings.logLevel());
    assertFalse(settings.node().isEmpty());
  }

  @Test
  void theFirstConfigurationOfThePackageIsShortAndSaysTheSame() throws IOException {
    Path first = Path.of("../tools/deb/first.conf");
    SettingsLoader.Loaded loaded =
        SettingsLoader.load(first, folder, new Diagnostics("first.conf"), dir -> null);
    assertEquals(List.of(), loaded.warnings());
    assertEquals(
        SettingsLoader.load(SHIPPED, folder, new Diagnostics("pipit.conf"), dir -> null).settings(),
        loaded.settings());
    assertTrue(Files.readAllLines(first).size() < 20);
  }

  @Test
  void everyTypeOfCameraHasItsDefaults() throws IOException {
    List<Source> sources =
        load(ALL_CAMERAS).cameras().stream().map(CameraSettings::source).toList();
    assertEquals(
        List.of(
            new Source.Demo(1, 640, 360),
            new Source.File(folder.resolve("b.mp4"), false),
            new Source.Folder(Path.of("/images"), true),
            new Source.V4l2("/dev/video0", 640, 480),
            new Source.Rtsp(
                CameraUrl.parse("rtsp://me:geheim@cam/1").orElseThrow(),
                Source.Rtsp.Transport.TCP,
                Secret.NONE),
            new Source.Libcamera("", 0, 0),
            new Source.Http(
                CameraUrl.parse("http://me:geheim@cam/2").orElseThrow(),
                Duration.ofSeconds(1),
                Secret.NONE)),
        sources);
  }

  @Test
  void aCameraGoesBeforeTheUsersDefaultsAndThoseBeforeTheShippedOnes() throws IOException {
    Settings settings =
        load(
            "camera-defaults { fps = 5, demo.seed = 7 }\ncameras { a { type = demo, width = 800 } }");
    assertEquals(
        List.of(
            TestSettings.camera(
                TestSettings.camera("a", new Source.Demo(7, 800, 360), 5, Duration.ofSeconds(10)),
                MOTION)),
        settings.cameras());
  }

  @Test
  void pinsHaveTheirDefaultsAndAreNamedByLineOrByChipAndOffset() throws IOException {
    GpioSettings gpio = load(ALL_CAMERAS).gpio();
    assertEquals(
        List.of(
            new GpioSettings.Output(
                "g",
                new LineAddress.Named("GPIO17"),
                false,
                Duration.ofMillis(500),
                Duration.ofSeconds(60),
                Duration.ZERO,
                true),
            new GpioSettings.Output(
                "h",
                new LineAddress.At("pinctrl-bcm2711", 27),
                true,
                Duration.ofSeconds(2),
                null,
                Duration.ofSeconds(5),
                false)),
        gpio.outputs());
    assertEquals(
        List.of(
            new GpioSettings.Input(
                "i", new LineAddress.Named("GPIO22"), true, Bias.UP, Duration.ofMillis(50))),
        gpio.inputs());
  }

  @Test
  void whoSetsTheFrameTimeoutAloneNeedNotKnowOfStaleness() throws IOException {
    Settings settings = load("cameras.a { type = demo, frame-timeout = 2s }");
    assertEquals(Duration.ofSeconds(1), settings.cameras().get(0).limits().staleAfter());
  }

  @Test
  void aPasswordMayBeInAFile() throws IOException {
    Files.writeString(folder.resolve("gate.password"), "geheim\n");
    Settings settings =
        load(
            """
            cameras.a { type = rtsp, url = "rtsp://me@c/1", password.file = gate.password }
            cameras.b { type = rtsp, url = "rtsp://me@c/1", password = offen }
            cameras.c { type = rtsp, url = "rtsp://c/1", password.credential = c }
            """);
    Source.Rtsp inFile = (Source.Rtsp) settings.cameras().get(0).source();
    assertEquals("geheim", inFile.password().reveal());
    assertEquals("me", inFile.url().user());
    Source.Rtsp inText = (Source.Rtsp) settings.cameras().get(1).source();
    assertEquals("offen", inText.password().reveal());
    Source.Rtsp missing = (Source.Rtsp) settings.cameras().get(2).source();
    assertEquals("", missing.url().user());
    String message = assertThrows(IOException.class, missing.password()::reveal).getMessage();
    assertTrue(message.startsWith("the password's file /run/credentials/"), message);
    assertFalse(settings.toString().contains("offen"), settings.toString());
  }

  @Test
  void aLabelsFilterGoesBeforeTheCamerasAndThatBeforeTheDefaults() throws IOException {
    Settings settings =
        load(
            """
            camera-defaults.objects { threshold = 0.6, filters { dog { max-ratio = 3 } } }
            cameras {
              a { type = demo, objects { track = [person, dog], min-score = 0.4, filters { dog { min-area = 0.01 } } } }
              b { type = demo }
            }
            """);
    float none = Float.POSITIVE_INFINITY;
    ObjectSettings a = settings.cameras().get(0).objects();
    assertEquals(List.of("person", "dog"), a.track());
    assertEquals(new ObjectSettings.Criteria(0.4f, 0.6f, 0, none, 0, none), a.of("person"));
    assertEquals(new ObjectSettings.Criteria(0.4f, 0.6f, 0.01f, none, 0, 3), a.of("dog"));
    ObjectSettings b = settings.cameras().get(1).objects();
    assertEquals(List.of(), b.track());
    assertEquals(new ObjectSettings.Criteria(Float.NaN, 0.6f, 0, none, 0, 3), b.of("dog"));
  }

  @Test
  void scoresAreLeftToTheModelUnlessAFileSaysOtherwise() throws IOException {
    ObjectSettings objects =
        load("""
                cameras.a {
                  type = demo
                  objects {
                    threshold = 0.6
                    filters { dog { min-score = 0.2 }, cat { threshold = auto } }
                  }
                }
                """)
            .cameras()
            .get(0)
            .objects();
    float none = Float.POSITIVE_INFINITY;
    assertEquals(new ObjectSettings.Criteria(0.2f, 0.6f, 0, none, 0, none), objects.of("dog"));
    assertEquals(
        new ObjectSettings.Criteria(Float.NaN, Float.NaN, 0, none, 0, none), objects.of("cat"));
    assertEquals(
        new ObjectSettings.Criteria(Float.NaN, Float.NaN, 0, none, 0, none),
        load("cameras.a.type = demo").cameras().get(0).objects().general());
  }

  @Test
  void theInputIsLeftToTheModelUnlessAFileSaysOtherwise() throws IOException {
    assertNull(load("cameras.a.type = demo").model().input());
    assertEquals(
        new ModelSettings.Input.Auto(320),
        load("cameras.a.type = demo\nmodel.input-side = 320").model().input());
    assertEquals(
        new ModelSettings.Input.Fixed(416, 256),
        load("cameras.a.type = demo\nmodel.input = 416x256").model().input());
  }

  @Test
  void framesOfAFolderAreAllExamined() throws IOException {
    Settings settings =
        load(
            """
            camera-defaults.motion { threshold = 12 }
            cameras {
              a { type = folder, path = "/images" }
              b { type = demo, motion.look-every = 500ms }
              c { type = demo, motion.gate = off }
            }
            """);
    assertEquals(
        List.of(
            MotionSettings.UNGATED,
            new MotionSettings(true, 12, Duration.ofMillis(500)),
            new MotionSettings(false, 12, Duration.ofSeconds(1))),
        settings.cameras().stream().map(CameraSettings::motion).toList());
  }

  @Test
  void aWrongGateIsNamed() {
    String text = "cameras.a { type = demo, motion { gate = on, threshold = 0, look-every = 2m } }";
    ConfigException e = assertThrows(ConfigException.class, () -> load(text));
    List<String> problems = e.problems().stream().map(ConfigProblem::toString).toList();
    assertEquals(3, problems.size(), problems.toString());
    assertTrue(problems.toString().contains("cameras.a.motion.gate must be "), problems.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type = rtsp, url = "rtsp://cam/a\\tb" | url must have no control characters, has a tab after 12 characters; delete it, or write %09 (in quotes, \\\\ is a backslash)
          type = http, url = "http://cam/1\\n" | url must have no control characters, has a line feed after 12 characters; delete it, or write %0A (in quotes, \\\\ is a backslash)
          type = v4l2, device = "/dev/video0\\u001b" | device must have no control characters, has an escape after 11 characters; delete it
          type = file, path = "\\tmp.mp4" | path must have no control characters, has a tab after 0 characters; delete it (in quotes, \\\\ is a backslash)
          type = folder, path = "a\\u0007" | path must have no control characters, has U+0007 after 1 characters; delete it
          type = libcamera, id = "a\\r" | id must have no control characters, has a carriage return after 1 characters; delete it
          """)
  void controlCharactersInWhatNamesACameraAreRefused(String keys, String problem) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> load("cameras.a {\n" + keys + "\n}"));
    assertEquals(1, e.problems().size(), e.problems().toString());
    assertTrue(
        e.problems().get(0).toString().endsWith(":2: cameras.a." + problem),
        e.problems().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtsp://127.999.0.1/", "rtsp://1.2.3", "rtsp://me:x@1.2.3.4.5:554/a"})
  void aNumberThatIsNoAddressIsRefusedWithWhatAnAddressIs(String url) {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> load("cameras.a {\ntype = rtsp, url = \"" + url + "\"\n}"));
    String problem = e.problems().get(0).toString();
    assertTrue(problem.contains(":2: cameras.a.url must be a URL such as "), problem);
    assertTrue(problem.contains("an IPv4 address has four numbers up to 255"), problem);
    assertFalse(problem.contains("me:x"), problem);
  }

  @Test
  void imagesOfAFolderMayBeTurned() throws IOException {
    Settings settings =
        load(
            """
            camera-defaults.folder.rotate = flip
            cameras {
              a { type = folder, path = "/images" }
              b { type = folder, path = "/images", rotate = 90 }
            }
            """);
    assertEquals(
        List.of("flip", "90"),
        settings.cameras().stream().map(camera -> camera.shape().rotate()).toList());
  }

  @Test
  void labelsMayHaveMoreThanOneWord() throws IOException {
    Settings settings =
        load(
            """
            cameras.a {
              type = demo
              objects {
                track = ["traffic light", person]
                filters { "traffic light" { threshold = 0.7 }, stop sign { threshold = 0.8 } }
              }
              zones.z { coordinates = "0,0, 1,0, 1,1", objects = traffic light }
              lines.l { coordinates = "0,0, 1,0", objects = ["stop sign"] }
            }
            rules.r.when.label = ["traffic light"]
            """);
    CameraSettings camera = settings.cameras().get(0);
    assertEquals(List.of("traffic light", "person"), camera.objects().track());
    assertEquals(0.7f, camera.objects().of("traffic light").threshold());
    assertEquals(0.8f, camera.objects().of("stop sign").threshold());
    assertEquals(Set.of("traffic light"), camera.regions().zones().get(0).objects());
    assertEquals(Set.of("stop sign"), camera.regions().lines().get(0).objects());
    assertEquals(Set.of("traffic light"), settings.rules().get(0).when().labels());
  }

  @Test
  void anIpv6AddressLosesItsBrackets() throws IOException {
    SocketSettings socket = load(ALL_CAMERAS + "socket.listen = \"[::1]:0\"").socket();
    assertEquals("::1", socket.host());
    assertEquals(0, socket.port());
  }

  @Test
  void everyKeyStandsInTheShippedFileWithACommentAbove() throws IOException {
    Path file = write(ALL_CAMERAS);
    Diagnostics reading = new Diagnostics("test");
    SettingsLoader.load(file, folder, reading, dir -> null);
    List<String> lines = Files.readAllLines(SHIPPED).stream().map(String::strip).toList();
    for (String path : reading.keys()) {
      String key = path.substring(path.lastIndexOf('.') + 1);
      if (path.matches("(cameras|gpio\\.(out|in)puts)\\.[a-i]")) {
        continue; // the test's own names
      }
      assertTrue(isExplained(key, lines), path + " has no comment line above it in pipit.conf");
    }
    assertTrue(reading.keys().size() > 30, "keys: " + reading.keys());
  }

  @Test
  void theUrlOfACameraIsShownWithoutItsPassword() throws IOException {
    String shown = load(ALL_CAMERAS).toString();
    assertTrue(shown.contains("rtsp://cam/1"), shown);
    assertFalse(shown.contains("geheim"), shown);
  }

  @Test
  void aWrongConfigurationGivesNoSettings() throws IOException {
    ConfigException e = assertThrows(ConfigException.class, () -> load("node = 1 2"));
    assertEquals(2, e.problems().size());
  }

  /** The key with a value or a section, commented out or not, below a line of explanation. */
  private static boolean isExplained(String key, List<String> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).matches("(# *)?" + key + " (=|\\{).*")
          && lines.get(i - 1).matches("# .*[a-z]{3}.*")) {
        return true;
      }
    }
    return false;
  }

  private Settings load(String text) throws IOException {
    return SettingsLoader.load(write(text), folder, new Diagnostics("test.conf"), dir -> null)
        .settings();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("test.conf"), text);
  }
}
