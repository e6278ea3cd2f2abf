package io.pipit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pipit.config.CameraSettings;
import io.pipit.config.GpioSettings;
import io.pipit.config.KnownSecrets;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.config.SocketSettings;
import io.pipit.demo.StreetScene;
import io.pipit.demo.Truth;
import io.pipit.image.RgbImage;
import io.pipit.net.NetLoop;
import io.pipit.scene.Box;
import io.pipit.system.NotifySocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole daemon: a video file in, GStreamer, the shipped model, and a client on the socket. */
class DaemonTest {
  private static final int FRAMES = 60;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int PATIENCE_MILLIS = 120_000;

  private static final GpioSettings.Output SIREN =
      new GpioSettings.Output(
          "siren",
          new GpioSettings.LineAddress.Named("GPIO17"),
          false,
          Duration.ofSeconds(2),
          null,
          Duration.ZERO,
          false);

  @TempDir private static Path folder;
  private static Path video;
  private static final List<Truth> truths = new ArrayList<>();

  @BeforeAll
  static void filmTheDemoStreet() throws IOException, InterruptedException {
    video = folder.resolve("street.avi");
    Process gst =
        new ProcessBuilder(
                ("gst-launch-1.0 -q fdsrc ! rawvideoparse format=rgb framerate=10/1 width="
                        + (WIDTH + " height=" + HEIGHT)
                        + " ! videoconvert ! jpegenc quality=95 ! avimux ! filesink location="
                        + video)
                    .split(" "))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    StreetScene scene = new StreetScene(1, WIDTH, HEIGHT);
    ByteBuffer rgb = ByteBuffer.allocateDirect(3 * WIDTH * HEIGHT);
    byte[] bytes = new byte[rgb.capacity()];
    try (OutputStream in = gst.getOutputStream()) {
      for (int i = 0; i < FRAMES; i++) {
        truths.addAll(scene.render(i / 10.0));
        RgbImage.of(scene.image()).copyRgb(rgb);
        rgb.get(0, bytes);
        in.write(bytes);
      }
    }
    assertEquals(0, gst.waitFor());
  }

  @Test
  void reportsWhatAVideoShows() throws IOException, InterruptedException {
    String notify = folder.resolve("notify").toString();
    Map<String, String> environment = Map.of("NOTIFY_SOCKET", notify);
    try (NetLoop net = new NetLoop();
        NotifySocket systemd = new NotifySocket(notify, net.loop());
        App app = started(environment);
        Socket socket = connect(app);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertTrue(lines.readLine().startsWith("{\"type\":\"hello\""));
      String snapshot = lines.readLine();
      assertTrue(snapshot.startsWith("{\"type\":\"snapshot\""), snapshot);
      String siren =
          "{\"output\":\"siren\",\"state\":\"off\",\"cause\":\"start\",\"dry_run\":true,";
      assertTrue(snapshot.contains(siren), snapshot);
      String person = next(lines, "new", "person");
      assertTrue(bestOverlap("person", box(person)) > 0.5, person);
      String car = next(lines, "new", "car");
      assertTrue(bestOverlap("car", box(car)) > 0.5, car);
      systemd.next("READY=1\nSTATUS=receiving frames");
      systemd.next("STATUS=street ok (");
      systemd.next("WATCHDOG=1");
    }
  }

  @Test
  void aStartThatIsAskedToEndGoesNoFurther() {
    Map<String, String> environment = Map.of("STATE_DIRECTORY", folder.toString());
    Lifetime lifetime = new Lifetime();
    lifetime.stop();
    assertThrows(
        CancellationException.class,
        () -> new App(settings(), DaemonTest::loaded, "test", environment, lifetime).close());
  }

  private App started(Map<String, String> environment) {
    App app = new App(settings(), DaemonTest::loaded, "test", environment, new Lifetime());
    app.start();
    return app;
  }

  private static Socket connect(App app) throws IOException {
    Socket socket = new Socket();
    socket.connect(app.socketAddress());
    return socket;
  }

  private static SettingsLoader.Loaded loaded() {
    return new SettingsLoader.Loaded(
        settings(), List.of(), List.of(), List.of(), KnownSecrets.NONE);
  }

  private static Settings settings() {
    Settings shipped = SettingsLoader.shipped();
    var file = new CameraSettings.Source.File(video, true);
    return new Settings(
        "test",
        ShippedModel.settings(),
        List.of(TestSettings.camera("street", file, 10, Duration.ofSeconds(30))),
        shipped.tracker(),
        List.of(),
        shipped.snapshots(),
        shipped.schedules(),
        new GpioSettings(GpioSettings.Backend.DRY_RUN, true, List.of(SIREN), List.of()),
        new SocketSettings("127.0.0.1", 0, 4, 256),
        Duration.ofSeconds(10),
        shipped.watchdog(),
        shipped.recovery(),
        shipped.logLevel());
  }

  private static String next(BufferedReader lines, String type, String label) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("{\"type\":\"" + type + "\"")
          && line.contains("\"label\":\"" + label + "\"")) {
        return line;
      }
    }
    throw new IOException("the daemon closed the connection");
  }

  private static Box box(String message) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(message)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.START_ARRAY && "box".equals(json.currentName())) {
          float[] sides = new float[4];
          for (int i = 0; i < 4; i++) {
            json.nextToken();
            sides[i] = json.getFloatValue();
          }
          return new Box(sides[0], sides[1], sides[2], sides[3]);
        }
      }
    }
    throw new IOException("no box in " + message);
  }

  private static double bestOverlap(String label, Box box) {
    return truths.stream()
        .filter(truth -> truth.label().equals(label))
        .mapToDouble(truth -> truth.box().iou(box))
        .max()
        .orElse(0);
  }
}
