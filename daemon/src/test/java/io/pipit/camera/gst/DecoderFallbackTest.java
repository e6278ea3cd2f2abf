package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.RtspServer;
import io.pipit.event.Decoder;
import io.pipit.scene.Frame.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stand-in for a board's hardware decoder, in the real program with a real RTSP stream. */
@Timeout(120)
class DecoderFallbackTest {
  @TempDir private static Path folder;
  private static RtspServer server;
  private final FrameBuffer buffer = new FrameBuffer();

  @BeforeAll
  static void compile() throws Exception {
    TestChild.needH264();
    TestChild.compile("stand_in.c", folder.resolve("plugins/libgststandin.so"), "-shared -fPIC");
    server = new RtspServer();
  }

  @AfterAll
  static void end() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static Camera camera(String decoder, String fate, String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GST_PLUGIN_PATH", folder.resolve("plugins").toString());
    environment.put("GST_REGISTRY", folder.resolve("registry").toString());
    environment.put("STAND_IN", fate);
    for (String one : more) {
      environment.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    return TestChild.rtsp(
        server.url("/clock/25"), new Fallbacks(decoder, System::nanoTime), environment);
  }

  @Test
  void theBoardsDecoderAndImageProcessorAreUsedWhereTheyAreThere() throws Exception {
    Path mark = folder.resolve("mark");
    try (Camera camera = camera("auto", "works", "STAND_IN_MARK=" + mark)) {
      camera.open();
      assertEquals(new Decoder("v4l2h264dec", true, 0), camera.decoder());
      for (int i = 0; i < 60; i++) {
        assertEquals(new Layout(320, 240, 960, 320, 240), camera.read(buffer));
      }
      assertTrue(isGrey(), "the stand-in has made it");
      assertTrue(Files.exists(mark), "the image processor is used");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fails", "hangs", "swallows"})
  void aHardwareDecoderThatFailsIsReplacedBySoftware(String fate) throws Exception {
    try (Camera camera = camera("auto", fate)) {
      camera.open();
      assertTrue(camera.decoder().hardware());
      String reason = assertThrows(CameraException.class, () -> readFrames(camera, 1000)).reason();
      assertTrue(
          reason.contains("broken") || reason.endsWith("the decoder v4l2h264dec gives no frames"),
          reason);
      camera.open();
      assertEquals(new Decoder("avdec_h264", false, 1), camera.decoder());
      readFrames(camera, 60);
      assertFalse(isGrey(), "it is decoded");
    }
  }

  @Test
  void withoutTheParserAutoTakesSoftwareAndHardwareSaysWhatIsMissing() throws Exception {
    String noParser = "GST_PLUGIN_FEATURE_RANK=h264parse:NONE";
    try (Camera camera = camera("auto", "works", noParser)) {
      camera.open();
      assertEquals(new Decoder("avdec_h264", false, 0), camera.decoder());
    }
    try (Camera camera = camera("hardware", "works", noParser)) {
      CameraException e = assertThrows(CameraException.class, camera::open);
      assertTrue(e.isPersistent());
      assertEquals(
          server.url("/clock/25")
              + ": a hardware decoder needs GStreamer's h264parse, which is not installed",
          e.reason());
      assertEquals("run: apt install gstreamer1.0-plugins-bad", e.remedy().orElseThrow());
    }
  }

  @Test
  void hardwareThatABoardDoesNotHaveIsAFailureWithARemedy() throws Exception {
    try (Camera camera = camera("hardware", "works", "GST_PLUGIN_PATH=")) {
      CameraException e = assertThrows(CameraException.class, camera::open);
      assertTrue(e.reason().endsWith("finds no hardware decoder for it on this board"), e.reason());
      assertEquals(
          "set decoder = auto: then it is decoded by avdec_h264", e.remedy().orElseThrow());
    }
  }

  @Test
  void softwareMeansSoftware() throws Exception {
    try (Camera camera = camera("software", "works")) {
      camera.open();
      assertEquals(new Decoder("avdec_h264", false, 0), camera.decoder());
    }
  }

  private void readFrames(Camera camera, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      camera.read(buffer);
    }
  }

  /** The stand-in's frames have one colour, the stream's own have black and white bars. */
  private boolean isGrey() {
    int low = 255;
    int high = 0;
    for (int i = 0; i < 960; i++) {
      int value = buffer.pixels().get(120 * 960 + i) & 0xff;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low < 100;
  }
}
