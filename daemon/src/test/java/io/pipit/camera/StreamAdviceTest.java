package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.TestSettings;
import io.pipit.camera.StreamAdvice.Advice;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.Regions;
import io.pipit.config.Secret;
import io.pipit.config.Shape;
import io.pipit.event.Decoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which streams are called too large, and what to do is said of each type of camera. */
class StreamAdviceTest {
  private static final Decoder SOFTWARE = new Decoder("avdec_h264", false, 0);
  private static final VideoStream LARGE = new VideoStream("h264", 1920, 1080, 25);
  private static final Source RTSP =
      new Source.Rtsp(
          CameraUrl.parse("rtsp://cam/1").orElseThrow(), Source.Rtsp.Transport.TCP, Secret.NONE);

  private static String advice(Source source, VideoStream stream) {
    return advice(source, stream, 10);
  }

  private static String advice(Source source, VideoStream stream, double fps) {
    return new StreamAdvice(
            TestSettings.camera("gate", source, fps, Duration.ofSeconds(10)), 416, 416)
        .of(stream, SOFTWARE)
        .map(Advice::remedy)
        .orElse("");
  }

  @Test
  void aStreamThatIsMuchLargerThanTheModelNeedsIsNamedWithWhatItsSecondOneCosts() {
    assertEquals(
        Optional.of(
            new Advice(
                "1920x1080 at 25 frames/s is decoded for a model that takes 416x416",
                "the camera's second stream (substream) of 640x360 would cost a ninth")),
        new StreamAdvice(TestSettings.camera("gate", RTSP, 10, Duration.ofSeconds(10)), 416, 416)
            .of(LARGE, SOFTWARE));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "h264, 1920, 1080, 0, 640x360 would cost a ninth",
        "h264, 2560, 1440, 10, 640x360 would cost 1/16",
        "h265, 1280, 720, 10, 640x360 would cost a quarter",
        "h264, 1600, 1200, 10, 640x480 would cost a sixth",
        "h264, 1080, 1920, 10, 360x640 would cost a ninth",
        "h264, 960, 576, 25, 640x360 would cost half",
        "h264, 640, 360, 60, -",
        "h264, 640, 480, 25, -",
        "h264, 704, 576, 25, -",
        "h264, 640, 360, 25, -",
        "mjpeg, 800, 600, 60, -",
        "raw, 1920, 1080, 30, -",
        "h264, 320, 240, 25, -",
      })
  void whatIsLittleMoreThanNeededIsLeftAlone(
      String codec, int width, int height, double fps, String remedy) {
    String found = advice(RTSP, new VideoStream(codec, width, height, fps));
    if (codec.equals("h264") && fps == 60) {
      assertEquals("the same at 10 frames/s, set in the camera, would cost a sixth", found);
    } else {
      assertEquals(
          remedy == null ? "" : "the camera's second stream (substream) of " + remedy, found);
    }
  }

  @Test
  void eachTypeOfCameraHasItsOwnRemedy() {
    VideoStream images = new VideoStream("mjpeg", 1600, 1200, 0);
    CameraUrl url = CameraUrl.parse("http://cam/1").orElseThrow();
    assertEquals(
        "640x480, set in the camera, would cost a sixth",
        advice(new Source.Http(url, Duration.ZERO, Secret.NONE), images));
    assertEquals(
        "width = 640, height = 480, or both auto, would cost a sixth",
        advice(new Source.V4l2("/dev/video0", 1600, 1200), images));
    assertEquals("", advice(new Source.V4l2("/dev/video0", 0, 0), images));
    assertEquals("", advice(new Source.File(Path.of("a.mp4"), false), LARGE));
  }

  @Test
  void hardwareAndWhatIsNotKnownAreLeftAlone() {
    CameraSettings camera = TestSettings.camera("gate", RTSP, 10, Duration.ofSeconds(10));
    StreamAdvice advice = new StreamAdvice(camera, 416, 416);
    assertEquals(Optional.empty(), advice.of(LARGE, new Decoder("v4l2h264dec", true, 0)));
    assertEquals(Optional.empty(), advice.of(VideoStream.NONE, SOFTWARE));
  }

  @Test
  void aModelThatTakesMoreNeedsMore() {
    CameraSettings camera = TestSettings.camera("gate", RTSP, 10, Duration.ofSeconds(10));
    assertEquals(
        "the camera's second stream (substream) of 1280x720 would cost a ninth",
        new StreamAdvice(camera, 800, 800)
            .of(new VideoStream("h264", 3840, 2160, 10), SOFTWARE)
            .map(Advice::remedy)
            .orElse(""));
    CameraSettings turned =
        new CameraSettings(
            "gate",
            RTSP,
            10,
            camera.limits(),
            camera.objects(),
            Regions.NONE,
            new Shape("90", 0, 0, "auto"),
            camera.motion());
    assertEquals(
        "the camera's second stream (substream) of 640x360 would cost a ninth",
        new StreamAdvice(turned, 352, 640).of(LARGE, SOFTWARE).map(Advice::remedy).orElse(""));
  }

  @Test
  void whatAProgramSaysOfAStreamIsBelievedWithinBounds() {
    assertEquals(LARGE, VideoStream.of(List.of("h264", "1920", "1080", "25.00", "")));
    assertEquals(
        new VideoStream("vp8", 320, 240, 0), VideoStream.of(List.of("vp8", "320", "240", "x")));
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("h264", "1920"),
            List.of("h264", "-1", "1080", "25"),
            List.of("h264", "1920", "0", "25"),
            List.of("\u001b[1m", "1920", "1080", "25"))) {
      assertEquals(VideoStream.NONE, VideoStream.of(wrong));
    }
    assertEquals("1920x1080 at 29.9 frames/s", new VideoStream("h264", 1920, 1080, 29.9) + "");
    assertEquals("1920x1080", new VideoStream("h264", 1920, 1080, 0) + "");
  }
}
