package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.scene.Frame.Layout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Video files through the real GStreamer. */
@Timeout(120)
class VideoFileTest {
  @TempDir private static Path folder;
  private final FrameBuffer buffer = new FrameBuffer();

  @BeforeAll
  static void needGstreamer() throws Exception {
    Gst.need();
  }

  @Test
  void everyPixelOfEveryFrameArrivesAsItIs() throws Exception {
    int frames = 5;
    Path video = Gst.video(folder.resolve("exact.mov"), 322, 182, frames);
    byte[] expected = Files.readAllBytes(Gst.pixels(folder.resolve("exact.rgb"), 322, 182, frames));
    Layout layout = new Layout(322, 182, 968, 322, 182);
    assertEquals(frames * layout.bytes(), expected.length);
    try (Camera camera = Gst.camera(new Source.File(video, false), 0, false)) {
      camera.open();
      for (int i = 0; i < frames; i++) {
        assertEquals(layout, camera.read(buffer));
        ByteBuffer wanted = ByteBuffer.wrap(expected, i * layout.bytes(), layout.bytes()).slice();
        ByteBuffer got = buffer.pixels().duplicate().position(0).limit(layout.bytes());
        assertEquals(-1, wanted.mismatch(got), "frame " + i);
      }
      assertEquals(null, camera.read(buffer));
    }
  }

  @Test
  void largePicturesComeScaledWithTheirAspectRatioKept() throws Exception {
    assertEquals(new Layout(416, 234, 1248, 768, 432), first(768, 432));
    assertEquals(new Layout(416, 312, 1248, 640, 480), first(640, 480));
    assertEquals(new Layout(234, 416, 704, 432, 768), first(432, 768));
  }

  private Layout first(int width, int height) throws Exception {
    Path video = Gst.video(folder.resolve(width + "x" + height + ".mov"), width, height, 2);
    try (Camera camera = Gst.camera(new Source.File(video, false), 0, false)) {
      camera.open();
      return camera.read(buffer);
    }
  }

  @Test
  void aPathMayHaveAnyCharacters() throws Exception {
    Path odd = folder.resolve("a b ! c \"d\" 'e' \\f $(g) ;h,i=j.mov");
    Path video = Files.move(Gst.video(folder.resolve("plain.mov"), 64, 48, 2), odd);
    try (Camera camera = Gst.camera(new Source.File(video, false), 0, false)) {
      camera.open();
      assertEquals(Layout.packed(64, 48), camera.read(buffer));
    }
  }

  @Test
  void aFileIsPlayedAtItsOwnSpeedAndFromTheStartAgain() throws Exception {
    Path video = Gst.video(folder.resolve("loop.mov"), 64, 48, 6);
    try (Camera camera = Gst.camera(new Source.File(video, true), 0, true)) {
      camera.open();
      camera.read(buffer);
      long first = buffer.captured().monoNanos();
      for (int i = 0; i < 6; i++) {
        assertEquals(64, camera.read(buffer).width());
      }
      long passed = buffer.captured().monoNanos() - first;
      assertTrue(passed >= TimeUnit.MILLISECONDS.toNanos(250), "took " + passed + " ns");
    }
  }

  @Test
  void noMoreFramesThanAskedForCome() throws Exception {
    Path video = Gst.video(folder.resolve("rate.mov"), 64, 48, 40);
    try (Camera camera = Gst.camera(new Source.File(video, false), 5, false)) {
      camera.open();
      int count = 0;
      while (camera.read(buffer) != null) {
        count++;
      }
      assertEquals(20, count, 1.0);
    }
  }

  @Test
  void aFileThatIsNoVideoIsNamedForWhatItIs() throws Exception {
    Path text = Files.writeString(folder.resolve("text.mp4"), "hello\n".repeat(1000));
    assertEquals(
        "This appears to be a text file (decodebin cannot decode plain text files)", fault(text));
    Path empty = Files.writeString(folder.resolve("empty.mp4"), "");
    assertTrue(fault(empty).startsWith("Stream contains no data."));
    Path noise = Files.write(folder.resolve("noise.mp4"), new byte[100_000]);
    assertEquals("Could not determine type of stream.", fault(noise));
  }

  @Test
  void aVideoThatIsCutOffEndsWithoutAHang() throws Exception {
    Path whole = Gst.video(folder.resolve("whole.mov"), 64, 48, 20);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.mov");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(fault(cut).length() > 10);
  }

  @Test
  void aVideoCutOffBehindItsIndexGivesWhatItHas() throws Exception {
    int frames = 20;
    Path whole = Gst.streamable(folder.resolve("streamable.mov"), 64, 48, frames);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut-late.mov"), Arrays.copyOf(bytes, bytes.length / 2));
    int count = 0;
    try (Camera camera = Gst.camera(new Source.File(cut, false), 0, false)) {
      camera.open();
      while (camera.read(buffer) != null) {
        count++;
      }
    } catch (CameraException e) {
      assertTrue(e.isPermanent() || count > 0, e.reason());
    }
    assertTrue(count > 0 && count < frames, "read " + count);
  }

  private String fault(Path file) {
    try (Camera camera = Gst.camera(new Source.File(file, false), 0, false)) {
      CameraException e = assertThrows(CameraException.class, camera::open);
      assertTrue(e.isPermanent());
      assertTrue(e.reason().startsWith(file + ": "), e.reason());
      return e.reason().substring((file + ": ").length());
    }
  }

  @Test
  void aMissingFileAndAFolderAreFoundBeforeTheStart() {
    UserException e = assertThrows(UserException.class, () -> check(folder.resolve("none.mp4")));
    assertEquals(ExitCode.NO_INPUT, e.exitCode());
    assertEquals("camera test: " + folder.resolve("none.mp4") + ": no such file", e.getMessage());
    assertTrue(
        assertThrows(UserException.class, () -> check(folder)).getMessage().contains("a folder"));
  }

  @Test
  void oneMissingFileKeepsNoOtherCameraFromStarting() {
    CameraSettings missing = camera(folder.resolve("none.mp4"));
    CameraSettings demo =
        TestSettings.camera("demo", new Source.Demo(1, 64, 48), 0, Duration.ofSeconds(1));
    Cameras.checkAny(List.of(missing, demo));
    assertThrows(UserException.class, () -> Cameras.checkAny(List.of(missing, missing)));
  }

  private static CameraSettings camera(Path file) {
    return TestSettings.camera("test", new Source.File(file, false), 0, Duration.ofSeconds(1));
  }

  private static void check(Path file) {
    Cameras.check(camera(file));
  }
}
