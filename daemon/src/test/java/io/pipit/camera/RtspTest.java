package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.Regions;
import io.pipit.config.Secret;
import io.pipit.config.SettingsLoader;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.metrics.Metrics;
import io.pipit.pipeline.Inbox;
import io.pipit.pipeline.PipelineInput;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import io.pipit.scene.FrameTime;
import io.pipit.supervise.Heartbeat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network camera: a real RTSP server on this machine that is killed, stalled and restarted. */
@Timeout(120)
class RtspTest {
  private static final CameraSettings.Limits LIMITS =
      new CameraSettings.Limits(
          Duration.ofMillis(700), Duration.ofMillis(1500), Duration.ofMinutes(1));

  private final Metrics metrics = new Metrics(List.of("gate"));
  private final Inbox inbox = new Inbox(List.of("gate"), metrics);
  private final BlockingQueue<CameraState> states = new LinkedBlockingQueue<>();

  @Test
  void aServerThatDiesOrStallsIsReconnectedWhenItIsBack() throws Exception {
    try (RtspServer server = new RtspServer();
        CameraLoop loop = start(server.url())) {
      until(Status.OK);
      Layout layout = frame();
      assertEquals(new Layout(416, 312, 1248, 640, 480), layout);

      server.kill();
      CameraState lost = until(Status.RECONNECTING);
      assertFalse(lost.reason().isEmpty());
      assertEquals(1, lost.attempt());
      assertTrue(lost.nextTrySeconds() >= 1 && lost.nextTrySeconds() <= 2);
      server.start();
      until(Status.OK);
      assertEquals(layout, frame());

      server.signal("STOP");
      assertEquals("no frame for 0.7 s", until(Status.STALE).reason());
      String reason = until(Status.RECONNECTING).reason();
      assertTrue(reason.endsWith(": no frame came within 1.5 s"), reason);
      server.signal("CONT");
      until(Status.OK);
      assertEquals(layout, frame());
      assertTrue(loop.freeBuffers() >= 1);
    }
    assertTrue(metrics.camera("gate").reopened.sum() >= 2);
  }

  @Test
  void aPasswordFromAFileOpensWhatAsksForIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("password");
    Files.writeString(file, "wrong\n");
    Path config = folder.resolve("pipit.conf");
    try (RtspServer server = new RtspServer("me", "ge:he@i m")) {
      String url = server.url().replace("//", "//me@");
      String camera = "cameras.gate { type = rtsp, url = \"%s\", password.file = password }";
      Files.writeString(config, camera.formatted(url));
      Source source = SettingsLoader.load(config, dir -> null).settings().cameras().get(0).source();
      try (CameraLoop loop = start(source)) {
        String reason = until(Status.RECONNECTING).reason();
        assertTrue(reason.endsWith(": it refuses user or password (401)"), reason);
        Files.writeString(file, "ge:he@i m\n");
        until(Status.OK);
        frame();
        assertTrue(loop.freeBuffers() >= 1);
      }
    }
  }

  @Test
  void aStreamWithoutAFrameRateComesAtTheRateThatIsAskedFor() throws Exception {
    try (RtspServer server = new RtspServer();
        Camera camera = Gst.camera(rtsp(server.url("/timeless")), 5, true)) {
      FrameBuffer buffer = new FrameBuffer();
      camera.open();
      assertEquals(new Layout(320, 240, 960, 320, 240), camera.read(buffer));
      FrameTime first = buffer.captured();
      for (int i = 0; i < 10; i++) {
        camera.read(buffer);
      }
      double seconds = buffer.captured().nanosSince(first) / 1e9;
      assertEquals(2, seconds, 0.5, "ten more frames at 5 a second");
    }
  }

  @Test
  void whatIsWrongWithAStreamIsSaidInPlainWords() throws Exception {
    try (RtspServer server = new RtspServer()) {
      assertEquals(": it has no such stream (404)", fault(server.url("/none")));
      assertEquals(": it has no video", fault(server.url("/sound")));
      server.kill();
      String refused = fault(server.url("/camera"));
      assertTrue(
          refused.contains(": 127.0.0.1 is there, but nothing listens on its port"), refused);
    }
    assertEquals(": unknown host nowhere.invalid", fault("rtsp://nowhere.invalid/1"));
  }

  private static String fault(String url) {
    try (Camera camera = Gst.camera(rtsp(url), 5, true)) {
      CameraException e = assertThrows(CameraException.class, camera::open);
      assertFalse(e.isPermanent(), e.reason());
      assertTrue(e.remedy().isPresent(), e.reason());
      assertTrue(e.reason().startsWith(url), e.reason());
      return e.reason().substring(url.length());
    }
  }

  private static Source rtsp(String url) {
    return new Source.Rtsp(
        CameraUrl.parse(url).orElseThrow(), Source.Rtsp.Transport.TCP, Secret.NONE);
  }

  private CameraLoop start(String url) {
    return start(rtsp(url));
  }

  private CameraLoop start(Source source) {
    CameraSettings settings =
        new CameraSettings("gate", source, 0, LIMITS, TestSettings.objects(), Regions.NONE);
    CameraLoop loop =
        new CameraLoop(
            Cameras.create(settings, 416, 416, true),
            Cameras.limits(settings, SettingsLoader.shipped().recovery()),
            inbox,
            metrics.camera("gate"),
            Heartbeat.unwatched(),
            states::add);
    loop.start();
    return loop;
  }

  /** The next change into a state; others before it may come and go on a slow machine. */
  private CameraState until(Status status) throws InterruptedException {
    while (true) {
      CameraState state = states.poll(40, TimeUnit.SECONDS);
      assertNotNull(state, "no state " + status);
      if (state.status() == status) {
        return state;
      }
    }
  }

  /** The layout of the newest frame, the losses before it passed over. */
  private Layout frame() throws InterruptedException {
    while (true) {
      PipelineInput mail = inbox.take();
      if (mail instanceof PipelineInput.FrameInput input) {
        try (Frame frame = input.frame()) {
          assertEquals(frame.layout().bytes(), frame.pixels().limit(), "all of it can be read");
          return frame.layout();
        }
      }
    }
  }
}
