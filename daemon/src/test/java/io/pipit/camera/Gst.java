package io.pipit.camera;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Makes videos for tests with the real GStreamer. */
public final class Gst {
  private Gst() {}

  /** Leaves the test out, and says so, when a program is missing. */
  public static void need(String what, String debianPackages, String... probe) throws Exception {
    boolean there;
    try {
      there = run(List.of(probe)) == 0;
    } catch (java.io.IOException e) {
      there = false;
    }
    if (!there) {
      String message = "LEFT OUT: " + what + " is missing; run: apt install " + debianPackages;
      System.err.println(message);
      Assumptions.abort(message);
    }
  }

  public static void need() throws Exception {
    need(
        "GStreamer",
        "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good",
        "gst-launch-1.0",
        "-q",
        "videotestsrc",
        "num-buffers=1",
        "!",
        "pngenc",
        "!",
        "fakesink");
  }

  /** Colour bars with a moving part, as a QuickTime file of raw RGB: nothing is lost. */
  static Path video(Path file, int width, int height, int frames) throws Exception {
    bars(width, height, frames, "qtmux", file);
    return file;
  }

  /** The same pictures, as the bytes of their pixels. */
  static Path pixels(Path file, int width, int height, int frames) throws Exception {
    bars(width, height, frames, "identity", file);
    return file;
  }

  private static void bars(int width, int height, int frames, String form, Path file)
      throws Exception {
    List<String> gst = new ArrayList<>(List.of("gst-launch-1.0", "-q", "videotestsrc"));
    gst.addAll(List.of("num-buffers=" + frames, "pattern=smpte", "!"));
    gst.add("video/x-raw,format=RGB,framerate=10/1,width=%d,height=%d".formatted(width, height));
    gst.add("!");
    gst.addAll(List.of(form.split(" ")));
    gst.addAll(
        List.of(
            "!",
            "filesink",
            "location=\"" + ("" + file).replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
    if (run(gst) != 0) {
      throw new IllegalStateException("GStreamer has not made " + file);
    }
  }

  private static int run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  /** The same video, with its index before its pictures. */
  static Path streamable(Path file, int width, int height, int frames) throws Exception {
    bars(width, height, frames, "qtmux faststart=true", file);
    return file;
  }

  public static Camera camera(Source source, double fps, boolean realTime) {
    CameraSettings settings = TestSettings.camera("test", source, fps, Duration.ofSeconds(10));
    return Cameras.create(settings, 416, 416, realTime);
  }
}
