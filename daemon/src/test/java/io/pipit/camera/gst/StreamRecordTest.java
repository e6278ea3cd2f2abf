package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.TestSettings;
import io.pipit.camera.Camera;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.RtspServer;
import io.pipit.camera.StreamAdvice;
import io.pipit.camera.VideoStream;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.Secret;
import io.pipit.config.Shape;
import io.pipit.event.Decoder;
import io.pipit.scene.Frame.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real program says of the streams of a real RTSP server, and asks a device for. */
@Timeout(120)
class StreamRecordTest {
  private final FrameBuffer buffer = new FrameBuffer();

  private VideoStream stream(String url) throws Exception {
    Fallbacks fallbacks = new Fallbacks("auto", System::nanoTime);
    try (Camera camera = TestChild.rtsp(url, fallbacks, Map.of())) {
      assertEquals(VideoStream.NONE, camera.stream());
      camera.open();
      VideoStream first = camera.stream();
      camera.read(buffer);
      camera.read(buffer);
      assertEquals(first, camera.stream());
      return first;
    }
  }

  @Test
  void codecSizeAndRateAreKnownWithTheFirstFrame() throws Exception {
    TestChild.needH264();
    try (RtspServer server = new RtspServer()) {
      VideoStream h264 = stream(server.url("/clock/25"));
      assertEquals("h264 320x240", h264.codec() + " " + h264.width() + "x" + h264.height());
    }
  }

  @Test
  void aStreamWithoutTimingHasNoRate() throws Exception {
    try (RtspServer server = new RtspServer()) {
      assertEquals(new VideoStream("vp8", 320, 240, 0), stream(server.url("/timeless")));
    }
  }

  @Test
  void aLargeStreamOfJpegImagesIsFoundToBeTooLarge() throws Exception {
    try (RtspServer server = new RtspServer()) {
      VideoStream large = stream(server.url("/large"));
      assertEquals("mjpeg 1920x1080", large.codec() + " " + large.width() + "x" + large.height());
      CameraUrl url = CameraUrl.parse(server.url("/large")).orElseThrow();
      CameraSettings settings =
          TestSettings.camera(
              "gate",
              new Source.Rtsp(url, Source.Rtsp.Transport.TCP, Secret.NONE),
              10,
              Duration.ofSeconds(10));
      assertEquals(
          "the camera's second stream (substream) of 640x360 would cost a ninth",
          new StreamAdvice(settings, 416, 416)
              .of(large, new Decoder("jpegdec", false, 0))
              .orElseThrow()
              .remedy());
    }
  }

  /** The stand-in has the sizes that a Raspberry Pi's camera lists. */
  @Test
  void aDeviceIsAskedForTheSmallestSizeThatTheModelNeeds(@TempDir Path folder) throws Exception {
    TestChild.compile("stand_in_camera.c", folder.resolve("libgststandin.so"), "-shared -fPIC");
    assertEquals(new Layout(416, 312, 1248, 640, 480), layout(folder, 0, 0, 416));
    assertEquals(new Layout(1280, 960, 3840, 1280, 960), layout(folder, 0, 0, 1280));
    assertEquals(new Layout(416, 234, 1248, 1920, 1080), layout(folder, 1920, 1080, 416));
  }

  @Test
  void aSizeThatADeviceGivesTooSlowlyIsNotTaken(@TempDir Path folder) throws Exception {
    TestChild.compile("stand_in_camera.c", folder.resolve("libgststandin.so"), "-shared -fPIC");
    String yuv = "video/x-raw,format=YUY2,";
    String caps =
        yuv
            + "width=1280,height=960,framerate={(fraction)30/1,(fraction)5/1};"
            + yuv
            + "width=640,height=480,framerate={(fraction)8/1,(fraction)5/1};"
            + yuv
            + "width={800,320},height={600,240},framerate=[(fraction)1/1,(fraction)30/1]";
    assertEquals(new Layout(416, 312, 1248, 800, 600), layout(folder, 0, 0, 416, caps));
    assertEquals(
        new Layout(416, 312, 1248, 640, 480),
        layout(folder, 0, 0, 416, caps.replace("8/1", "10/1")));
  }

  /** As libcamera does where the board's image processor can't make the size that was asked for. */
  @Test
  void aSizeThatTheDeviceAdjustsIsTaken(@TempDir Path folder) throws Exception {
    TestChild.compile("stand_in_camera.c", folder.resolve("libgststandin.so"), "-shared -fPIC");
    Map<String, String> adjusts =
        Map.of("STAND_IN_GIVES", "video/x-raw,format=RGB,width=636,height=480");
    assertEquals(new Layout(416, 314, 1248, 636, 480), layout(folder, 640, 480, 416, adjusts));
    assertEquals(new Layout(416, 314, 1248, 636, 480), layout(folder, 0, 0, 416, adjusts));
  }

  @Test
  void aDeviceThatGivesNothingButVideoIsAskedForItsSize(@TempDir Path folder) throws Exception {
    TestChild.needH264();
    TestChild.compile("stand_in_camera.c", folder.resolve("libgststandin.so"), "-shared -fPIC");
    String caps =
        "video/x-h264,stream-format=byte-stream,alignment=au,width={320,640},height={240,480}";
    assertEquals(new Layout(416, 312, 1248, 640, 480), layout(folder, 640, 480, 416, caps));
    assertEquals(new Layout(320, 240, 960, 320, 240), layout(folder, 320, 240, 416, caps));
  }

  private Layout layout(Path folder, int width, int height, int side) throws Exception {
    return layout(folder, width, height, side, Map.of());
  }

  private Layout layout(Path folder, int width, int height, int side, String caps)
      throws Exception {
    return layout(folder, width, height, side, Map.of("STAND_IN", caps));
  }

  private Layout layout(Path folder, int width, int height, int side, Map<String, String> standIn)
      throws Exception {
    Source source = new Source.Libcamera("", width, height);
    CameraProgram.Delivery delivery = new CameraProgram.Delivery(10, side, side, true, Shape.AUTO);
    Map<String, String> environment = new HashMap<>(standIn);
    environment.put("GST_PLUGIN_PATH", folder.toString());
    environment.put("GST_REGISTRY", folder.resolve("registry").toString());
    Fallbacks fallbacks = new Fallbacks("auto", System::nanoTime);
    try (Camera camera = TestChild.camera(source, "test", delivery, fallbacks, environment)) {
      camera.open();
      Layout layout = camera.read(buffer);
      VideoStream stream = camera.stream();
      assertEquals(
          standIn.getOrDefault("STAND_IN", "").startsWith("video/x-h264") ? "h264" : "raw",
          stream.codec());
      assertEquals(layout.frameWidth(), stream.width());
      return layout;
    }
  }
}
