package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.camera.Camera;
import io.pipit.camera.Gst;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.Secret;
import io.pipit.config.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the real {@code pipit-camera} in an environment made for a test. */
final class TestChild {
  private static final ProcessCamera.Limits LIMITS =
      new ProcessCamera.Limits(true, Duration.ofSeconds(30), Duration.ofSeconds(20));

  private TestChild() {}

  /** Compiles a C source of this package's resources, leaving the test out where that can't be. */
  static Path compile(String source, Path target, String options) throws Exception {
    Path file = Path.of(TestChild.class.getResource(source).toURI());
    Files.createDirectories(target.getParent());
    need("gcc", "gcc libc6-dev", "gcc --version");
    need(
        "GStreamer's headers",
        "pkg-config libgstreamer-plugins-base1.0-dev",
        "pkg-config --exists gstreamer-video-1.0");
    String command =
        "gcc -std=gnu17 -Wall -Wextra -Werror '%s' -o '%s' %s $(pkg-config --cflags --libs %s)"
            .formatted(file, target, options, "gstreamer-video-1.0");
    assertEquals("", run("/bin/sh", "-c", command));
    return target;
  }

  private static void need(String what, String packages, String command) throws Exception {
    Gst.need(what, packages, command.split(" "));
  }

  /** What a program that ends well writes; else an error with that. */
  static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** Leaves the test out where H.264 can't be made, parsed and decoded. */
  static void needH264() throws Exception {
    for (String element : List.of("openh264enc", "h264parse", "avdec_h264")) {
      Gst.need(
          "GStreamer's " + element,
          "gstreamer1.0-plugins-bad gstreamer1.0-libav",
          "gst-inspect-1.0",
          "--exists",
          element);
    }
  }

  /** A camera that is not yet opened. */
  static Camera rtsp(String url, Fallbacks fallbacks, Map<String, String> environment) {
    Source source =
        new Source.Rtsp(CameraUrl.parse(url).orElseThrow(), Source.Rtsp.Transport.TCP, Secret.NONE);
    CameraProgram.Delivery delivery = new CameraProgram.Delivery(0, 416, 416, true, Shape.AUTO);
    return camera(source, url, delivery, fallbacks, environment);
  }

  /** A camera that is not yet opened. */
  static Camera camera(
      Source source,
      String title,
      CameraProgram.Delivery delivery,
      Fallbacks fallbacks,
      Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env"));
    environment.forEach((key, value) -> command.add(key + "=" + value));
    command.addAll(CameraProgram.command());
    return StreamCamera.of(
        "gate",
        source,
        title,
        command,
        fallbacks,
        mode -> CameraProgram.description(source, delivery, mode, ""),
        LIMITS,
        () -> false);
  }

  /** Sends a signal such as STOP to the only child of this process that is a camera. */
  static void signal(String name) throws IOException, InterruptedException {
    ProcessHandle child =
        ProcessHandle.current()
            .children()
            .filter(one -> one.info().command().orElse("").endsWith("/pipit-camera"))
            .findFirst()
            .orElseThrow();
    Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + child.pid()).start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("no signal " + name);
    }
  }
}
