package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.Secret;
import io.pipit.event.Decoder;
import io.pipit.scene.Frame.Layout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportingCameraTest {
  private final Logger logger = Logger.getLogger(ReportingCamera.class.getName());
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private VideoStream stream = new VideoStream("h264", 1920, 1080, 25);

  private final class Opened implements Camera {
    @Override
    public String name() {
      return "gate";
    }

    @Override
    public void open() {}

    @Override
    public @Nullable Layout read(FrameBuffer buffer) {
      return null;
    }

    @Override
    public Decoder decoder() {
      return new Decoder("avdec_h264", false, 0);
    }

    @Override
    public VideoStream stream() {
      return stream;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void endListening() {
    logger.removeHandler(handler);
  }

  @Test
  void aStreamThatIsTooLargeIsReportedAtEachOpeningAndADecoderOnce() throws Exception {
    Source source =
        new Source.Rtsp(
            CameraUrl.parse("rtsp://cam/1").orElseThrow(), Source.Rtsp.Transport.TCP, Secret.NONE);
    StreamAdvice advice =
        new StreamAdvice(TestSettings.camera("gate", source, 10, Duration.ofSeconds(10)), 416, 416);
    String tooLarge =
        "[camera gate] 1920x1080 at 25 frames/s is decoded for a model that takes 416x416: the"
            + " camera's second stream (substream) of 640x360 would cost a ninth";
    try (Camera camera = new ReportingCamera(new Opened(), advice)) {
      camera.open();
      assertEquals(List.of("[camera gate] decoder avdec_h264 (software)", tooLarge), lines);
      camera.open();
      assertEquals(tooLarge, lines.get(2));
      stream = new VideoStream("h264", 640, 360, 25);
      camera.open();
      assertEquals(3, lines.size());
    }
  }
}
