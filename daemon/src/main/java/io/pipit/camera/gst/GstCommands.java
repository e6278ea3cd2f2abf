package io.pipit.camera.gst;

import io.pipit.config.CameraSettings.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the command of the child process: gst-launch-1.0 with a source, a decoder, a scaler and a
 * pipe. Pure; nothing goes through a shell's parser.
 *
 * <p>Pixels leave on file descriptor 3, which a wrapper makes Java's end of the pipe, because
 * gst-launch writes its messages to descriptor 1. The sizes that the stages agree on are read from
 * those messages: {@code scale} sees the camera's own picture, {@code out} what is delivered.
 */
public final class GstCommands {
  /** Name of the element that scales; its input is the camera's own picture. */
  static final String SCALE = "scale";

  /** Name of the element that writes to the pipe. */
  static final String OUT = "out";

  private static final String WRAPPER = "exec 3>&1 1>&2; exec \"$@\"";

  /** Raw pictures larger than this do not fit through USB 2 at a useful rate: ask for JPEG. */
  private static final int LARGEST_RAW = 640 * 480;

  private GstCommands() {}

  /**
   * How pictures are to be delivered.
   *
   * @param fps frames per second at most, rounded up to a whole number; exactly as many from a file
   *     that is not played at its own speed, for its pictures' times are counted; 0: all
   * @param maxWidth pictures larger than this are scaled down, aspect ratio kept
   * @param maxHeight pictures larger than this are scaled down, aspect ratio kept
   * @param realTime a file is played at its own speed, not as fast as it can be read
   */
  public record Delivery(double fps, int maxWidth, int maxHeight, boolean realTime) {}

  /** The whole command for a source that needs a child process and no password. */
  public static List<String> command(Source source, Delivery delivery) {
    return command(source, delivery, "");
  }

  /**
   * The whole command for a source that needs a child process.
   *
   * @param password for the user that the source's URL names; empty: none, or the URL has it
   */
  public static List<String> command(Source source, Delivery delivery, String password) {
    List<String> gst = new ArrayList<>(List.of("gst-launch-1.0", "--no-fault", "-v"));
    gst.addAll(source(source, password));
    gst.addAll(rate(source, delivery));
    gst.addAll(List.of("!", "videoscale", "name=" + SCALE, "!", "videoconvert", "!"));
    gst.add(
        "video/x-raw,format=RGB,pixel-aspect-ratio=1/1,width=[16,%d],height=[16,%d]"
            .formatted(delivery.maxWidth, delivery.maxHeight));
    boolean paced = source instanceof Source.File && delivery.realTime;
    gst.addAll(List.of("!", "fdsink", "name=" + OUT, "fd=3", "sync=" + paced));
    return wrapped(gst);
  }

  private static List<String> rate(Source source, Delivery delivery) {
    if (delivery.fps == 0) {
      return List.of();
    }
    long rate = Math.max(1, (long) Math.ceil(delivery.fps));
    return source instanceof Source.File && !delivery.realTime
        ? List.of("!", "videorate", "!", "video/x-raw,framerate=" + rate + "/1")
        : List.of("!", "videorate", "drop-only=true", "max-rate=" + rate);
  }

  /** A command whose descriptor 3 is the pipe to Java and whose messages all go to stderr. */
  static List<String> wrapped(List<String> command) {
    List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", WRAPPER, "pipit-camera"));
    all.addAll(command);
    return List.copyOf(all);
  }

  private static List<String> source(Source source, String password) {
    if (source instanceof Source.File file) {
      String path = file.path().toAbsolutePath().toString();
      return List.of("filesrc", property("location", path), "!", "decodebin");
    }
    if (source instanceof Source.V4l2 v4l2) {
      return v4l2(v4l2);
    }
    if (source instanceof Source.Rtsp rtsp) {
      return rtsp(rtsp, password);
    }
    if (source instanceof Source.Libcamera libcamera) {
      return libcamera(libcamera);
    }
    throw new IllegalArgumentException("no child process is needed for " + source);
  }

  private static List<String> rtsp(Source.Rtsp source, String password) {
    List<String> gst = new ArrayList<>(List.of("rtspsrc"));
    if (password.isEmpty()) {
      gst.add(property("location", source.url()));
    } else {
      // GStreamer refuses a URL that names a user without a password.
      gst.add(property("location", source.url().replaceFirst("//.*@", "//")));
      gst.add(property("user-id", source.user()));
      gst.add(property("user-pw", password));
    }
    boolean tcp = source.transport() == Source.Rtsp.Transport.TCP;
    gst.addAll(
        List.of(
            "protocols=" + (tcp ? "tcp" : "udp"),
            "latency=100",
            "drop-on-latency=true",
            "!",
            "application/x-rtp,media=video",
            "!",
            "decodebin"));
    return gst;
  }

  private static List<String> v4l2(Source.V4l2 source) {
    List<String> gst = new ArrayList<>(List.of("v4l2src", property("device", source.device())));
    if (source.width() > 0 && source.height() > 0) {
      String size = ",width=%d,height=%d".formatted(source.width(), source.height());
      String raw = "video/x-raw" + size;
      String jpeg = "image/jpeg" + size;
      boolean large = source.width() * source.height() > LARGEST_RAW;
      gst.addAll(List.of("!", large ? jpeg + ";" + raw : raw + ";" + jpeg));
    }
    gst.addAll(List.of("!", "decodebin"));
    return gst;
  }

  private static List<String> libcamera(Source.Libcamera source) {
    List<String> gst = new ArrayList<>(List.of("libcamerasrc"));
    if (!source.id().isEmpty()) {
      gst.add(property("camera-name", source.id()));
    }
    if (source.width() > 0 && source.height() > 0) {
      String size = "video/x-raw,width=%d,height=%d".formatted(source.width(), source.height());
      gst.addAll(List.of("!", size));
    }
    return gst;
  }

  /**
   * A property of an element in gst-launch's own syntax, whatever characters the value has.
   *
   * @throws IllegalArgumentException when the value has control characters, which that syntax lacks
   */
  public static String property(String name, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "camera: " + name + " must not have control characters, has some in " + value);
    }
    return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
