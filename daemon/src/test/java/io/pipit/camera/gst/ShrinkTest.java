package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.Camera;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.Gst;
import io.pipit.config.CameraSettings.Source;
import io.pipit.scene.Frame.Layout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large frames: all of their pixels count, so that the noise of single ones is not seen. */
class ShrinkTest {
  private static final ProcessCamera.Limits LIMITS =
      new ProcessCamera.Limits(true, Duration.ofSeconds(30), Duration.ofSeconds(20));

  @BeforeAll
  static void needGstreamer() throws Exception {
    Gst.need();
  }

  /** What a camera of this pattern gives. */
  private record Delivered(Layout layout, ByteBuffer pixels) {
    /** Of a colour at a place from 0 to 1. */
    int at(double x, double y, int colour) {
      int row = (int) (y * layout.height());
      int column = (int) (x * layout.width());
      return pixels.get(row * layout.stride() + 3 * column + colour) & 0xff;
    }

    /** Standard deviation of the green of all pixels. */
    double deviation() {
      double sum = 0;
      double squares = 0;
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          int green = pixels.get(y * layout.stride() + 3 * x + 1) & 0xff;
          sum += green;
          squares += green * green;
        }
      }
      int count = layout.width() * layout.height();
      return Math.sqrt(squares / count - sum * sum / count / count);
    }
  }

  private static Delivered frame(String pattern, String caps, String... more) throws Exception {
    String pipeline =
        "videotestsrc num-buffers=3 pattern="
            + pattern
            + " ! video/x-raw,framerate=10/1,"
            + caps
            + " ! identity";
    StringBuilder description =
        new StringBuilder(
            "source=test\0location=" + pipeline + "\0max_width=416\0max_height=416\0");
    description.append("decoder=auto\0rotate=auto\0");
    List.of(more).forEach(key -> description.append(key).append('\0'));
    description.append('\0');
    byte[] bytes = description.toString().getBytes(StandardCharsets.UTF_8);
    FrameBuffer buffer = new FrameBuffer();
    try (Camera camera =
        StreamCamera.of(
            "test",
            new Source.Libcamera("", 0, 0),
            "test",
            CameraProgram.command(),
            new Fallbacks("auto", System::nanoTime),
            mode -> bytes,
            LIMITS,
            () -> false)) {
      camera.open();
      Layout layout = camera.read(buffer);
      return new Delivered(layout, buffer.pixels().duplicate());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"I420", "YV12", "NV12", "NV21", "Y42B", "Y444", "GRAY8", "RGB", "BGR", "BGRx"})
  void noiseOfSinglePixelsGoes(String format) throws Exception {
    double alone = frame("snow", "format=" + format + ",width=416,height=234").deviation();
    double large = frame("snow", "format=" + format + ",width=1664,height=936").deviation();
    assertTrue(alone > 60, format + ": " + alone);
    assertTrue(large < alone / 3.5, format + ": " + large + " of " + alone); // a quarter of it
  }

  @ParameterizedTest
  @CsvSource({
    "I420, 1920, 1080, 416, 234",
    "I420, 1366, 768, 416, 234",
    "I420, 1281, 721, 416, 234",
    "Y42B, 1279, 957, 416, 311",
    "NV12, 2592, 1944, 416, 312",
    "RGB, 833, 1999, 173, 416",
    "I420_10LE, 1920, 1080, 416, 234",
    "YUY2, 1280, 720, 416, 234"
  })
  void everyPlaceKeepsItsColour(String format, int width, int height, int outWidth, int outHeight)
      throws Exception {
    Delivered bars = frame("smpte75", "format=" + format + ",width=" + width + ",height=" + height);
    assertEquals(outWidth, bars.layout().width(), 1);
    assertEquals(outHeight, bars.layout().height(), 1);
    assertEquals(width, bars.layout().frameWidth());
    int[][] colours = {{191, 191, 191}, {191, 191, 0}, {0, 191, 191}, {0, 191, 0}};
    for (int bar = 0; bar < colours.length; bar++) {
      for (int colour = 0; colour < 3; colour++) {
        int found = bars.at((bar + 0.5) / 7, 0.3, colour);
        assertEquals(colours[bar][colour], found, 6, format + " bar " + bar + " " + colour);
      }
    }
  }

  @Test
  void anImageThatIsTurnedOrHasOtherPixelsIsStillLargeEnough() throws Exception {
    String raw = "format=I420,width=1920,height=1080";
    assertEquals(234, frame("snow", raw, "rotate=90").layout().width());
    assertEquals(416, frame("snow", raw, "rotate=90").layout().height());
    Layout wide =
        frame("snow", "format=I420,width=960,height=1080,pixel-aspect-ratio=2/1").layout();
    assertEquals(416, wide.width());
    assertEquals(234, wide.height());
  }
}
