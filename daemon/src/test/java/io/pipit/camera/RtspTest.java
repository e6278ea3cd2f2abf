package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.config.CameraSettings.Source;
import io.pipit.scene.Frame.Layout;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network camera: a real RTSP server on this machine. */
@Timeout(120)
class RtspTest {
  private static final String PYTHON = "/usr/bin/python3";
  private final FrameBuffer buffer = new FrameBuffer();

  @Test
  void framesArriveUntilTheServerDies() throws Exception {
    Gst.need();
    Gst.need(
        "GStreamer's RTSP server",
        "python3-gi gir1.2-gst-rtsp-server-1.0",
        PYTHON,
        "-c",
        "import gi; gi.require_version('GstRtspServer', '1.0')");
    Path script = Path.of(RtspTest.class.getResource("rtsp_server.py").toURI());
    Process server =
        new ProcessBuilder(PYTHON, script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = server.inputReader()) {
      String url = "rtsp://127.0.0.1:" + out.readLine() + "/camera";
      try (Camera camera = Gst.camera(new Source.Rtsp(url, Source.Rtsp.Transport.TCP), 0, true)) {
        camera.open();
        for (int i = 0; i < 5; i++) {
          assertEquals(new Layout(416, 312, 1248, 640, 480), camera.read(buffer));
        }
        server.destroyForcibly();
        CameraException e =
            assertThrows(
                CameraException.class,
                () -> {
                  while (true) {
                    camera.read(buffer);
                  }
                });
        assertFalse(e.reason().isEmpty());
        assertFalse(e.isPermanent(), "a server may come back");
        assertThrows(CameraException.class, camera::open);
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }
}
