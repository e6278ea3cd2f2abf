package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.FrameBuffer;
import io.pipit.camera.RepeatingCamera;
import io.pipit.scene.Frame.Layout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real children, made of shell scripts that behave badly. */
@Timeout(60)
class ProcessCameraTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** What gst-launch says about a picture of 4x2 pixels that was 8x4. */
  private static final String CAPS =
      "echo '/GstPipeline:pipeline0/GstVideoScale:scale.GstPad:sink: caps = video/x-raw,"
          + " format=(string)I420, width=(int)8, height=(int)4'; "
          + "echo '/GstPipeline:pipeline0/GstFdSink:out.GstPad:sink: caps = video/x-raw,"
          + " width=(int)4, height=(int)2, format=(string)RGB'; ";

  private static final String PICTURE = "printf 'abcdefghijklmnopqrstuvwx' >&3; ";

  private final FrameBuffer buffer = new FrameBuffer();

  @Test
  void picturesComeWithTheSizesTheChildHasNamed() throws Exception {
    try (Camera camera = camera(CAPS + PICTURE + PICTURE, false, LONG, LONG)) {
      camera.open();
      assertEquals(new Layout(4, 2, 12, 8, 4), camera.read(buffer));
      assertEquals('a', buffer.pixels().get(0));
      assertEquals('x', buffer.pixels().get(23));
      assertEquals(new Layout(4, 2, 12, 8, 4), camera.read(buffer));
      assertNull(camera.read(buffer), "a file ends");
    }
  }

  @Test
  void rowsArePaddedToFourBytes() {
    GstMessages messages = new GstMessages();
    messages.line(caps("GstVideoScale:scale", 333, 99));
    messages.line(caps("GstFdSink:out", 333, 99));
    assertEquals(1000, assertDoesNotWait(messages).stride());
  }

  @Test
  void aPictureCutOffIsAFailure() throws Exception {
    try (Camera camera = camera(CAPS + PICTURE + "printf abc >&3", false, LONG, LONG)) {
      camera.open();
      camera.read(buffer);
      assertEquals("it ended within a picture", failure(camera));
    }
  }

  @Test
  void theEndOfALiveSourceIsAFailureThoughTheStatusIsZero() throws Exception {
    try (Camera camera = camera(CAPS + PICTURE, true, LONG, LONG)) {
      camera.open();
      camera.read(buffer);
      assertEquals("the stream has ended", failure(camera));
    }
  }

  @Test
  void aChildThatFailsIsQuoted() throws Exception {
    String script =
        CAPS
            + PICTURE
            + "echo 'ERROR: from element /GstPipeline:pipeline0/GstV4l2Src:v4l2src0: Lost it.';"
            + "echo 'Additional debug info:'; echo 'file.c(1): f ():'; echo 'No such device';"
            + "exit 1";
    try (Camera camera = camera(script, true, LONG, LONG)) {
      camera.open();
      camera.read(buffer);
      assertEquals("Lost it. (No such device)", failure(camera));
    }
  }

  @Test
  void aChildThatSaysNothingIsGivenUp() {
    try (Camera camera = camera("exec sleep 1000", true, SHORT, LONG)) {
      CameraException e = assertThrows(CameraException.class, camera::open);
      assertEquals("nothing came from it within 1 s", reason(e));
    }
  }

  @Test
  void aChildThatEndsAtOnceIsReportedWithItsLastWords() {
    try (Camera camera = camera("echo no such luck; exit 3", true, LONG, LONG)) {
      assertEquals("no such luck", reason(assertThrows(CameraException.class, camera::open)));
    }
    try (Camera camera = camera("exit 3", true, LONG, LONG)) {
      assertEquals(
          "its process ended with status 3",
          reason(assertThrows(CameraException.class, camera::open)));
    }
  }

  @Test
  void aChildThatFailsWithoutEndingIsNotWaitedFor() {
    String script =
        "echo 'ERROR: from element /GstPipeline:pipeline0/GstRTSPSrc:rtspsrc0: Lost it.';"
            + "exec sleep 1000";
    try (Camera camera = camera(script, true, LONG, LONG)) {
      assertEquals("Lost it.", reason(assertThrows(CameraException.class, camera::open)));
    }
  }

  @Test
  void garbageInsteadOfMessagesIsNoReasonToHang() {
    String garbage = "head -c 300000 /dev/urandom; exit 1";
    try (Camera camera = camera(garbage, true, LONG, LONG)) {
      assertThrows(CameraException.class, camera::open);
    }
  }

  @Test
  void aMissingProgramIsNamedWithItsPackage() {
    String script = "echo 'pipit-camera: 1: exec: gst-launch-1.0: not found'; exit 127";
    try (Camera camera = camera(script, true, LONG, LONG)) {
      CameraException e = assertThrows(CameraException.class, camera::open);
      assertEquals(
          "gst-launch-1.0 is not installed; run: apt install gstreamer1.0-tools", reason(e));
      assertTrue(e.isPermanent());
    }
  }

  @Test
  void aChildThatHangsIsKilledInTime(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    String script = "trap '' TERM; echo $$ > " + pid + "; " + CAPS + PICTURE + "sleep 1000 & wait";
    try (Camera camera = camera(script, true, LONG, SHORT)) {
      camera.open();
      camera.read(buffer);
      assertEquals("no picture came within 1 s", failure(camera));
    }
    assertGone(pid);
  }

  @Test
  void closeReapsAChildThatIgnoresSigtermAndItsDescendants(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    Path grandchild = folder.resolve("grandchild");
    String script =
        "trap '' TERM; sleep 1000 & echo $! > "
            + (grandchild + "; echo $$ > " + pid + "; ")
            + CAPS
            + "while :; do "
            + PICTURE
            + "done";
    Camera camera = camera(script, true, LONG, LONG);
    camera.open();
    camera.read(buffer);
    camera.close();
    camera.close();
    assertGone(pid);
    assertDead(grandchild);
  }

  @Test
  void aChildThatIsStoppedIsKilledInTime(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    String script = "echo $$ > " + pid + "; " + CAPS + PICTURE + "kill -STOP $$";
    try (Camera camera = camera(script, true, LONG, SHORT)) {
      camera.open();
      camera.read(buffer);
      assertEquals("no picture came within 1 s", failure(camera));
    }
    assertGone(pid);
  }

  @Test
  void aChildThatIsKilledIsAFailureAndWhatItLeftBehindIsKilled(@TempDir Path folder)
      throws Exception {
    Path orphan = folder.resolve("orphan");
    String script = "sleep 1000 & echo $! > " + orphan + "; " + CAPS + PICTURE + "kill -KILL $$";
    try (Camera camera = camera(script, true, LONG, SHORT)) {
      camera.open();
      camera.read(buffer);
      // The orphan holds the pipe: who waits at it already is set free by the timeout only.
      String failure = failure(camera);
      assertTrue(
          List.of("no picture came within 1 s", "its process was ended by signal 9")
              .contains(failure),
          failure);
    }
    assertDead(orphan);
  }

  @Test
  void aChildThatIsKilledIsToldOf() throws Exception {
    try (Camera camera = camera(CAPS + PICTURE + "kill -KILL $$", true, LONG, LONG)) {
      camera.open();
      camera.read(buffer);
      assertEquals("its process was ended by signal 9", failure(camera));
    }
  }

  @Test
  void descendantsWithoutAParentAreKilled(@TempDir Path folder) throws Exception {
    Path orphan = folder.resolve("orphan");
    String daemon = "(setsid sh -c 'echo $$ > " + orphan + "; exec sleep 1000' &); ";
    String wait = "while [ ! -s " + orphan + " ]; do :; done; ";
    Camera camera = camera(daemon + wait + CAPS + PICTURE + "sleep 1000", true, LONG, LONG);
    camera.open();
    camera.read(buffer);
    Thread.currentThread().interrupt();
    camera.close();
    assertTrue(Thread.interrupted(), "closing keeps the interrupt");
    assertDead(orphan);
  }

  @Test
  void aChildThatNamesItsSizesButGivesTooLittleIsGivenUp() throws Exception {
    for (String given : new String[] {"", "printf abc >&3; "}) {
      try (Camera camera = camera(CAPS + given + "exec sleep 1000", true, LONG, SHORT)) {
        camera.open();
        assertEquals("no picture came within 1 s", failure(camera));
      }
    }
  }

  @Test
  void hundredsOfChildrenLeaveNoDescriptorThreadOrProcessBehind() throws Exception {
    Camera camera = camera(CAPS + PICTURE + "exit 1", true, LONG, LONG);
    reopen(camera, 10);
    long descriptors = descriptors();
    reopen(camera, 300);
    await("descriptors", () -> descriptors() <= descriptors + 2);
    await("threads", () -> threads("camera-test") == 0);
    await("children", () -> ProcessHandle.current().children().findAny().isEmpty());
  }

  private void reopen(Camera camera, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      camera.open();
      camera.read(buffer);
      assertThrows(CameraException.class, () -> camera.read(buffer));
      camera.close();
    }
  }

  private static long descriptors() {
    return new File("/proc/self/fd").list().length;
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }

  /** Waits until it is so. */
  private static void await(String what, BooleanSupplier so) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!so.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.onSpinWait();
    }
  }

  @Test
  void closeFromAnotherThreadEndsARead() throws Exception {
    Camera camera = camera(CAPS + PICTURE + "sleep 1000", true, LONG, LONG);
    camera.open();
    camera.read(buffer);
    CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> failure(camera));
    camera.close();
    assertFalse(read.get(10, TimeUnit.SECONDS).isEmpty());
  }

  @Test
  void anotherPictureSizeInTheMiddleIsAFailure() throws Exception {
    String change =
        "echo '"
            + caps("GstFdSink:out", 2, 2)
            + "'; echo done; "
            + "while :; do "
            + PICTURE
            + "done";
    try (Camera camera = camera(CAPS + PICTURE + change, true, LONG, LONG)) {
      camera.open();
      CameraException e =
          assertThrows(
              CameraException.class,
              () -> {
                while (true) {
                  camera.read(buffer);
                }
              });
      assertEquals("its picture size has changed", reason(e));
    }
  }

  @Test
  void itCanBeOpenedAgain() throws Exception {
    try (Camera camera = new RepeatingCamera(camera(CAPS + PICTURE, false, LONG, LONG))) {
      camera.open();
      for (int i = 0; i < 3; i++) {
        assertEquals(4, camera.read(buffer).width());
      }
    }
  }

  private static String caps(String element, int width, int height) {
    return "/GstPipeline:pipeline0/%s.GstPad:sink: caps = video/x-raw, width=(int)%d, height=(int)%d"
        .formatted(element, width, height);
  }

  private static Layout assertDoesNotWait(GstMessages messages) {
    try {
      return messages.awaitLayout(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String failure(Camera camera) {
    return reason(assertThrows(CameraException.class, () -> camera.read(buffer)));
  }

  /** What a failure says after the source's name. */
  private static String reason(CameraException e) {
    assertTrue(e.reason().startsWith("child: "), e.reason());
    return e.reason().substring("child: ".length());
  }

  /**
   * A grandchild or an orphan is dead once it is killed; its number is init's to free, at its
   * leisure.
   */
  private static void assertDead(Path pidFile) throws Exception {
    Path stat = Path.of("/proc", Files.readString(pidFile).strip(), "stat");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (isAlive(stat)) {
      assertTrue(System.nanoTime() < end, stat + " is of a live process");
      Thread.sleep(20);
    }
  }

  private static boolean isAlive(Path stat) {
    try {
      String line = Files.readString(stat);
      return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) { // there is no such process
      return false;
    }
  }

  /** A child is gone as soon as it is killed and we have reaped it. */
  private static void assertGone(Path pidFile) throws Exception {
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    var handle = ProcessHandle.of(pid);
    if (handle.isPresent()) {
      handle.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  private static Camera camera(String script, boolean live, Duration open, Duration frame) {
    return new ProcessCamera(
        "test",
        "child",
        () -> GstCommands.wrapped(List.of("/bin/sh", "-c", script)),
        new ProcessCamera.Limits(live, open, frame),
        () -> false);
  }
}
