package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckConfigCommandTest {
  private static final String CAMERA = "cameras { a { type = demo } }\n";

  @TempDir private Path folder;

  @Test
  void theShippedConfigurationIsRight() {
    CommandRun run = CommandRun.of("check-config", "../config/pipit.conf");
    assertEquals(
        new CommandRun(
            0,
            "config OK: 1 file, 1 camera (street: demo), model edge8, socket 127.0.0.1:7431\n",
            ""),
        run);
  }

  @Test
  void outputsAndInputsAreNamed() throws IOException {
    String pins = "gpio { outputs { b.line = B, a.line = A }, inputs { k.line = K } }\n";
    assertEquals(
        "config OK, 3 warnings: 1 file, 1 camera (a: demo), model edge8, socket 127.0.0.1:7431; outputs: a, b; inputs: k\n",
        CommandRun.of("check-config", write(CAMERA + pins).toString()).out());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          modell { }                   | unknown key modell; did you mean model?
          model.thread = 3             | unknown key model.thread; did you mean threads?
          zebra = 1                    | unknown key zebra
          node = "my board"            | node must be auto or 1 to 64 letters, digits, '.', '-' and '_', is "my board"
          model = 5                    | model must be a section in { }, is 5
          model.engine = qnpack        | model.engine must be auto, qnnpack, x86 or fbgemm, is "qnpack"; did you mean qnnpack?
          model.input-side = 100       | model.input-side must be auto or a multiple of 32, 64 to 1280, is 100
          model.input = 400x300        | model.input must be auto or WIDTHxHEIGHT such as 416x256, each a multiple of 32, 64 to 1280, is "400x300"
          model.input-side = atuo      | model.input-side must be auto or a multiple of 32, 64 to 1280, is "atuo"; did you mean auto?
          model.min-score = 2          | model.min-score must be auto or a number, 0.001 to 1, is 2
          model.threads = 2.5          | model.threads must be auto or a whole number, 1 to 64, is 2.5
          model.nms-iou = often        | model.nms-iou must be a number, 0 to 1, is "often"
          model.dir = [1]              | model.dir must be a folder, is a list
          camera-defaults.fps = -1     | camera-defaults.fps must be a number, 0 to 240, is -1
          camera-defaults.file.loop = 2 | camera-defaults.file.loop must be true or false, is 2
          cameras.a.frame-timeout = 10 | cameras.a.frame-timeout must be a time such as 10s or 500ms, 100ms to 10m, is 10
          cameras.a.stale-after = 3s, cameras.a.frame-timeout = 2s | cameras.a stale-after must be less than frame-timeout (2s), is 3s
          camera-defaults.stale-after = 1m | camera-defaults stale-after must be less than frame-timeout (10s), is 1m
          cameras.a.frozen-after = 60  | cameras.a.frozen-after must be a time such as 10s or 500ms, 0s to 24h, is 60
          cameras.b { type = v4l2, device = video0 } | cameras.b.device must be a full path such as /dev/video0, usb:SERIAL or a name in /dev/v4l/by-id, is "video0"
          cameras.a.path = "x"         | unknown key cameras.a.path
          cameras."b c".type = demo    | cameras."b c" must have a name of 1 to 32 letters, digits, '-' and '_'
          cameras.b = 5                | cameras.b must be a section in { }, is 5
          cameras.b { }                | cameras.b lacks the key type, which must be demo, file, folder, v4l2, rtsp, http or libcamera
          cameras.b { type = http, url = "http://c/1", interval = 5s } | cameras.b interval must be less than stale-after (3s), is 5s
          cameras.b { type = file, path = a, aspect = 16x9 } | cameras.b.aspect must be auto or the shape of what is shown, such as "16:9", is "16x9"
          cameras.b { type = file, path = a, rotate = 45 } | cameras.b.rotate must be auto, 0, 90, 180, 270 or flip, is 45
          cameras.b { type = rtsp, url = "rtsp://127.999.0.1/" } | cameras.b.url must be a URL such as rtsp://192.0.2.10/stream1, with a host (an IPv4 address has four numbers up to 255) and a port up to 65535; a password in it that has '@', '/' or '?' is better given by the key password, is "rtsp://127.999.0.1/"
          cameras.b.type = v4l         | cameras.b.type must be demo, file, folder, v4l2, rtsp, http or libcamera, is "v4l"; did you mean v4l2?
          cameras.b { type = file }    | cameras.b lacks the key path, which must be a video file
          cameras.b { type = rtsp, url = "http://me:geheim@c/1" } | cameras.b.url must be a URL such as rtsp://192.0.2.10/stream1, with a host (an IPv4 address has four numbers up to 255) and a port up to 65535; a password in it that has '@', '/' or '?' is better given by the key password, is "http://***@c/1"
          cameras.a.objects.track = 'a b' | cameras.a.objects.track must be all, a name or a list of names such as [person, car], is "'a b'"
          cameras.a.objects.track = ["traffic  light"] | cameras.a.objects.track must be all, a name or a list of names such as [person, car], has "traffic  light"
          cameras.a.objects.track = "person, car" | cameras.a.objects.track must be all, a name or a list of names such as [person, car], is "person, car"
          cameras.a.objects.filters."person".threshold = hi | cameras.a.objects.filters.person.threshold must be auto or a number, 0 to 1, is "hi"
          rules.r.when.camera = "a b"  | rules.r.when.camera must be any, a name or a list of names such as [person, car], is "a b"
          cameras.a.objects.track = [] | cameras.a.objects.track must be all, a name or a list of names such as [person, car], is empty
          cameras.a.objects.track = [[1]] | cameras.a.objects.track must be all, a name or a list of names such as [person, car], has a list
          cameras.a.objects.min-scor = 1 | unknown key cameras.a.objects.min-scor; did you mean min-score?
          cameras.a.objects.max-area = all | cameras.a.objects.max-area must be none or a number, 0 to 1000000000, is "all"
          cameras.a.objects.filters.dog.threshold = 2 | cameras.a.objects.filters.dog.threshold must be auto or a number, 0 to 1, is 2
          cameras.a.objects.filters.dog { min-ratio = 2, max-ratio = 1 } | cameras.a.objects.filters.dog lets nothing through: min-ratio is greater than max-ratio
          cameras.a.objects.filters.dog = 0.5 | cameras.a.objects.filters.dog must be a section in { }, is 0.5
          camera-defaults.objects.threshold = high | camera-defaults.objects.threshold must be auto or a number, 0 to 1, is "high"
          tracker.low-score = 0        | tracker.low-score must be a number, 0.001 to 1, is 0
          tracker.min-initialised = 3  | unknown key tracker.min-initialised; did you mean min-initialized?
          tracker.stationary.threshold = 5 | tracker.stationary.threshold must be a time such as 10s or 500ms, 1s to 1h, is 5
          socket.max-clients = 0       | socket.max-clients must be a whole number, 1 to 1000, is 0
          socket.queue = null          | socket.queue must be a whole number, 1 to 65536, is null
          socket.listen = 7431         | socket.listen must be HOST:PORT such as 127.0.0.1:7431 or [::1]:7431, the port 0 to 65535, is 7431
          socket.listen = "[::1]:65536" | socket.listen must be HOST:PORT such as 127.0.0.1:7431 or [::1]:7431, the port 0 to 65535, is "[::1]:65536"
          health.interval = 2 days     | health.interval must be a time such as 10s or 500ms, 1s to 1h, is "2 days"
          gpio.backend = pi4          | gpio.backend must be auto, pi4j, diozero or dry-run, is "pi4"; did you mean pi4j?
          gpio.outputs.s { lime = G4, line = G4 } | unknown key gpio.outputs.s.lime; did you mean line?
          gpio.outputs.s { }           | gpio.outputs.s must have either line, or chip and offset
          gpio.outputs.s { line = A, offset = 1 } | gpio.outputs.s must have either line, or chip and offset
          gpio.outputs.s { chip = c }  | gpio.outputs.s lacks the key offset, which must be a whole number, 0 to 65535
          gpio.outputs.s { line = A, max-on = 1s } | gpio.outputs.s must have a pulse of at most its max-on, 1s, has 2s
          gpio.outputs.s { line = A, max-on = 0s } | gpio.outputs.s.max-on must be none or a time such as 10s or 500ms, 100ms to 24h, is "0s"
          gpio.outputs.s { line = A, min-off = 5 } | gpio.outputs.s.min-off must be a time such as 10s or 500ms, 0s to 1h, is 5
          gpio.outputs { s.line = A, t.line = A } | gpio.outputs.t has the line A, which is that of output s
          gpio { outputs.s.line = A, inputs.t.line = A } | gpio.inputs.t has the line A, which is that of output s
          gpio.outputs."s t".line = A  | gpio.outputs."s t" must have a name of 1 to 32 letters, digits, '-' and '_'
          gpio.inputs.k { line = A, bias = pull-up } | gpio.inputs.k.bias must be up, down or none, is "pull-up"
          gpio.output-defaults.safe = 0 | gpio.output-defaults.safe must be off or on, is 0
          cameras.a.zones.z { coordinates = "0,0, 1,1" } | cameras.a.zones.z.coordinates is wrong: an area must have at least 3 corners, has 2
          cameras.a.zones.z { coordinates = "0,0, 1,1, 1,0, 0,1" } | cameras.a.zones.z.coordinates is wrong: the area's edges must not cross: that from 0.0,0.0 to 1.0,1.0 meets that from 1.0,0.0 to 0.0,1.0
          cameras.a.zones.z { coordinates = "0,0, 1.5,0, 1,1" } | cameras.a.zones.z.coordinates is wrong: a point must lie in the frame, from 0,0 to 1,1, got 1.5,0.0
          cameras.a.zones.z { coordinates = "0,0,1" } | cameras.a.zones.z.coordinates must be the corners of an area such as "0.1,0.2, 0.9,0.2, 0.9,0.8", fractions of the frame, is "0,0,1"
          cameras.a.zones.z { }        | cameras.a.zones.z lacks the key coordinates, which must be the corners of an area such as "0.1,0.2, 0.9,0.2, 0.9,0.8", fractions of the frame
          cameras.a.zones.z { coordinates = "0,0, 1,0, 1,1", inertai = 2 } | unknown key cameras.a.zones.z.inertai; did you mean inertia?
          cameras.a.zones.z { coordinates = "0,0, 1,0, 1,1", objects = [] } | cameras.a.zones.z.objects must be all, a name or a list of names such as [person, car], is empty
          cameras.a.lines.l { coordinates = "0,0, 1,0, 1,1" } | cameras.a.lines.l.coordinates is wrong: a line must have 2 points, has 3
          camera-defaults.zone.inertia = 0 | camera-defaults.zone.inertia must be a whole number, 1 to 100, is 0
          rules.r.when.zone = yrad     | rules.r.when.zone must be one of the zones of the cameras it is for, is "yrad"
          rules.r.when.camera = back   | rules.r.when.camera must be one of the cameras, is "back"
          rules.r.when.schedule = nights | rules.r.when.schedule must be always or times such as "Mon-Fri 18:00-06:00, Sat-Sun" or "sunset-30m - sunrise+1h" (days Mon Tue Wed Thu Fri Sat Sun; days without hours come last, or with 00:00-24:00; at most 12h from the sun), is "nights"
          location.latitude = 52       | location.latitude needs longitude, too
          location { latitude = 91, longitude = 0 } | location.latitude must be none or a number, -90 to 90, is 91
          location { latitude = 52.5N, longitude = 13 } | location.latitude must be none or a number, -90 to 90, is "52.5N"
          rules.r.when.schedule = "sunset-sunrise" | rules.r.when.schedule needs location { latitude, longitude } for the sun's hours
          clock-unsynchronized = hold  | clock-unsynchronized must be trust or wait, is "hold"
          rules.r.when.armed = kee     | rules.r.when.armed must be one of the gpio.inputs, is "kee"
          rules.r.then = [ { output = siren, action = pulse } ] | rules.r.then[1].output must be one of the gpio.outputs, is "siren"
          rules.r.then = [ { output = siren } ], gpio.outputs.siren.line = A | rules.r.then[1] lacks the key action, which must be pulse, follow, latch or off
          rules.r.then = [ alarm ]     | rules.r.then[1] must be a section in { }, is "alarm"
          rules.r.then = alarm         | rules.r.then must be a list in [ ], is "alarm"
          rules.max-on { }             | rules.max-on must have another name: outputs give it as a cause of their own
          rules.r.cooldwn = 1s         | unknown key rules.r.cooldwn; did you mean cooldown?
          rules.r.when.for = 3         | rules.r.when.for must be a time such as 10s or 500ms, 0s to 24h, is 3
          cameras.a.lines.l.coordinates = "0,0, 1,1", rules.r.when { line = l, for = 1s } | rules.r.when.line excludes zone, for and count: it is crossed by one object in a moment
          log.level = loud             | log.level must be error, warn, info, debug or trace, is "loud"
          node = ${NOPE_7}             | Could not resolve substitution to a value: ${NOPE_7}
          """,
      quoteCharacter = '`')
  void eachErrorIsNamedWithItsLine(String line, String message) throws IOException {
    Path file = write(CAMERA + line + "\n");
    CommandRun run = CommandRun.of("check-config", file.toString());
    assertEquals(78, run.exitCode());
    assertEquals("", run.out());
    assertEquals(file + ":2: " + message + "\npipit: 1 error in " + file + "\n", run.err());
  }

  @Test
  void effectiveShowsEveryValueAndWhereItComesFromButNoPassword() throws IOException {
    Path file =
        write(
            """
            cameras.b {
              type = rtsp
              url = "rtsp://me@c/1"
              password = geheim
            }
            rules.r { then = [ { event = e } ] }
            """);
    CommandRun run = CommandRun.of("check-config", "--effective", file.toString());
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.contains("cameras.b.type = \"rtsp\"  # " + file + ":2"), run.out());
    assertTrue(lines.contains("cameras.b.url = \"rtsp://***@c/1\"  # " + file + ":3"), run.out());
    assertTrue(lines.contains("cameras.b.password = ***  # " + file + ":4"), run.out());
    assertTrue(lines.contains("cameras.b.fps = 10  # default"), run.out());
    assertTrue(
        lines.contains("cameras.b.objects.threshold = \"auto\"  # default: as model.min-score"),
        run.out());
    assertTrue(lines.contains("model.input-side = \"auto\"  # default: 416 (edge8 3)"), run.out());
    assertTrue(lines.contains("rules.r.cooldown = \"10s\"  # default"), run.out());
    assertTrue(lines.contains("rules.r.then = [{\"event\":\"e\"}]  # " + file + ":6"), run.out());
    assertFalse(run.out().contains("geheim"), run.out());
  }

  @Test
  void aCameraWithoutAKnownTypeIsStillChecked() throws IOException {
    Path file = write("cameras.b {\n typ = demo\n fps = fast\n path = clip.mp4\n}\n");
    CommandRun run = CommandRun.of("check-config", file.toString());
    assertEquals(78, run.exitCode());
    String types = "demo, file, folder, v4l2, rtsp, http or libcamera";
    assertEquals(
        file
            + ":1: cameras.b lacks the key type, which must be "
            + types
            + "\n"
            + file
            + ":2: unknown key cameras.b.typ; did you mean type?\n"
            + file
            + ":3: cameras.b.fps must be a number, 0 to 240, is \"fast\"\n"
            + "pipit: 3 errors in "
            + file
            + "\n",
        run.err());
  }

  @Test
  void aSocketOpenToOthersIsRefusedWithAnotherWay() throws IOException {
    Path file = write(CAMERA + "socket.listen = \"0.0.0.0:7431\"\n");
    String line =
        CommandRun.of("check-config", file.toString()).err().lines().findFirst().orElse("");
    assertTrue(
        line.startsWith(file + ":2: socket.listen must be on 127.0.0.1, [::1] or localhost"), line);
    assertTrue(line.contains("ssh -L 7431:127.0.0.1:7431"), line);
  }

  @Test
  void allErrorsAreReportedAtOnceInTheOrderOfTheirLines() throws IOException {
    Path file = write("log.level = x\nnode = \"\"\n" + CAMERA + "health.intervall = 1s\n");
    CommandRun run = CommandRun.of("check-config", file.toString());
    List<String> lines = run.err().lines().toList();
    assertEquals(4, lines.size(), run.err());
    assertTrue(lines.get(0).startsWith(file + ":1: log.level "), run.err());
    assertTrue(lines.get(1).startsWith(file + ":2: node "), run.err());
    assertTrue(lines.get(2).startsWith(file + ":4: unknown key health.intervall"), run.err());
    assertEquals("pipit: 3 errors in " + file, lines.get(3));
  }

  @Test
  void aFileWithoutCamerasIsWrong() throws IOException {
    Path file = write("node = a\n");
    assertEquals(
        file
            + ": cameras must have at least one camera, such as front { type = demo }\npipit: 1 error in "
            + file
            + "\n",
        CommandRun.of("check-config", file.toString()).err());
  }

  @Test
  void anErrorOfTheSyntaxHasItsLine() throws IOException {
    Path file = write("cameras {\n  g { type = rtsp, url = rtsp://me:geheim@c/1 }\n}\n");
    CommandRun run = CommandRun.of("check-config", file.toString());
    assertEquals(78, run.exitCode());
    assertTrue(run.err().startsWith(file + ":2: a text with ':' must stand in quotes"), run.err());
    assertFalse(run.err().contains("geheim"), run.err());

    Path open = write("cameras {\n  a { type = demo }\n");
    assertTrue(
        CommandRun.of("check-config", open.toString())
            .err()
            .contains(":1: the { of this line is not closed by a }\n"));
  }

  @Test
  void aFileThatIsNotUtf8IsAConfigurationError() throws IOException {
    Path file = folder.resolve("latin.conf");
    Files.write(file, "node = b\u00e4r".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun run = CommandRun.of("check-config", file.toString());
    assertEquals(78, run.exitCode());
    assertTrue(
        run.err().startsWith(file + ":1: must be written in UTF-8; save it in that encoding\n"),
        run.err());
  }

  @Test
  void filesBesideItAreCountedAndNamed() throws IOException {
    Path file = write(CAMERA);
    Path dropIns = Files.createDirectory(folder.resolve("conf.d"));
    Path fast = Files.writeString(dropIns.resolve("fast.conf"), "\ncameras.a.fps = 20\n");
    assertEquals(
        "config OK: 2 files, 1 camera (a: demo), model edge8, socket 127.0.0.1:7431\n",
        CommandRun.of("check-config", file.toString()).out());
    List<String> lines =
        CommandRun.of("check-config", "--effective", file.toString()).out().lines().toList();
    assertTrue(lines.contains("cameras.a.fps = 20  # " + fast + ":2"), lines.toString());
    assertTrue(lines.contains("cameras.a.type = \"demo\"  # " + file + ":1"), lines.toString());

    Files.writeString(fast, "cameras.a.fsp = 20\n");
    assertEquals(
        new CommandRun(
            78,
            "",
            fast
                + ":1: unknown key cameras.a.fsp; did you mean fps?\npipit: 1 error in "
                + fast
                + "\n"),
        CommandRun.of("check-config", file.toString()));
    write("node = 'x y'\n" + CAMERA);
    assertTrue(
        CommandRun.of("check-config", file.toString())
            .err()
            .endsWith("pipit: 2 errors in 2 files\n"));
  }

  @Test
  void aMissingFileAndAFolderAreMissingInput() {
    Path missing = folder.resolve("missing.conf");
    assertEquals(
        new CommandRun(
            66, "", "pipit: " + missing + ": not found; name an existing configuration file\n"),
        CommandRun.of("check-config", missing.toString()));
    assertEquals(
        new CommandRun(
            66, "", "pipit: " + folder + ": is a directory; name the configuration file in it\n"),
        CommandRun.of("check-config", folder.toString()));
  }

  @Test
  void theFileIsTheInstalledOneWhereNoneIsNamed() {
    Assumptions.assumeFalse(Files.exists(Path.of("/etc/pipit/pipit.conf")));
    assertEquals(
        new CommandRun(
            66,
            "",
            "pipit: /etc/pipit/pipit.conf: not found; name an existing configuration file\n"),
        CommandRun.of("check-config"));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("test.conf"), text);
  }
}
