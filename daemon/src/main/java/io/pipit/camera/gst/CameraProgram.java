package io.pipit.camera.gst;

import io.pipit.camera.CameraException;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.Shape;
import io.pipit.util.Platform;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program {@code pipit-camera}, which decodes a camera's stream with GStreamer: where it is,
 * what it is asked, and what it needs. What it is asked goes to its standard input, so that no
 * password stands in the list of processes; daemon/native/camera/description.h has the keys.
 */
public final class CameraProgram {
  /** Elements of GStreamer that it always needs. */
  private static final List<String> COMMON =
      List.of("decodebin", "videoscale", "videoconvert", "videoflip", "appsink");

  private CameraProgram() {}

  /**
   * How frames are to be delivered.
   *
   * @param fps frames per second at most; 0: all
   * @param maxWidth frames larger than this are scaled down, aspect ratio kept
   * @param maxHeight frames larger than this are scaled down, aspect ratio kept
   * @param realTime a file is played at its own speed, not as fast as it can be read
   * @param shape what the camera itself does not say, or says wrongly
   */
  public record Delivery(double fps, int maxWidth, int maxHeight, boolean realTime, Shape shape) {}

  /**
   * What may be asked for after failures.
   *
   * @param decoder auto, hardware or software
   * @param arrival the arrival of frames counts, not the times that they have
   */
  public record Mode(String decoder, boolean arrival) {}

  /** The command. */
  public static List<String> command() {
    return List.of(path().toString());
  }

  /** Where the program is: beside the native libraries of an installed tree. */
  static Path path() {
    return Platform.program("pipit-camera");
  }

  /**
   * What the program is asked to do for a source.
   *
   * @param mode what its decoder may be, and which times count
   * @param password for the user that the source's URL names; empty: none, or the URL has it
   * @throws CameraException when a path has bytes that this system's language can't write
   * @throws IllegalArgumentException for a source that needs no child process
   */
  public static byte[] description(Source source, Delivery delivery, Mode mode, String password)
      throws CameraException {
    Map<String, Object> keys = new LinkedHashMap<>();
    describe(source, password, keys);
    keys.put("fps", delivery.fps());
    keys.put("max_width", delivery.maxWidth());
    keys.put("max_height", delivery.maxHeight());
    keys.put("real_time", delivery.realTime() ? 1 : 0);
    keys.put("rotate", delivery.shape().rotate());
    keys.put("aspect_width", delivery.shape().aspectWidth());
    keys.put("aspect_height", delivery.shape().aspectHeight());
    keys.put("decoder", mode.decoder());
    keys.put("arrival", mode.arrival() ? 1 : 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Map.Entry<String, Object> key : keys.entrySet()) {
      String text = key.getKey() + "=" + key.getValue();
      if (text.indexOf('\0') >= 0) {
        throw CameraException.permanent(key.getKey() + " must not have a character NUL");
      }
      bytes.writeBytes(Platform.bytesOf(text));
      bytes.write(0);
    }
    bytes.write(0);
    return bytes.toByteArray();
  }

  private static void describe(Source source, String password, Map<String, Object> keys) {
    keys.put("live", 1);
    if (source instanceof Source.File file) {
      keys.put("source", "file");
      keys.put("location", file.path().toAbsolutePath());
      keys.put("live", 0);
    } else if (source instanceof Source.V4l2 v4l2) {
      keys.put("source", "v4l2");
      keys.put("location", v4l2.device());
      keys.put("width", v4l2.width());
      keys.put("height", v4l2.height());
    } else if (source instanceof Source.Libcamera libcamera) {
      keys.put("source", "libcamera");
      keys.put("location", libcamera.id());
      keys.put("width", libcamera.width());
      keys.put("height", libcamera.height());
    } else if (source instanceof Source.Rtsp rtsp) {
      keys.put("source", "rtsp");
      keys.put("transport", rtsp.transport().name().toLowerCase(Locale.ROOT));
      describe(rtsp.url(), password, keys);
    } else if (source instanceof Source.Http http) {
      keys.put("source", "http");
      keys.put("interval", http.interval().toMillis() / 1000.0);
      describe(http.url(), password, keys);
    } else {
      throw new IllegalArgumentException("no child process is needed for " + source);
    }
  }

  private static void describe(CameraUrl url, String password, Map<String, Object> keys) {
    keys.put("location", url.withoutUser());
    keys.put("user", url.user());
    keys.put("password", password.isEmpty() ? url.password() : password);
  }

  /**
   * The elements of GStreamer that a source needs; none without a child. What decodes is not among
   * them, as that depends on what the camera sends.
   */
  public static List<String> elements(Source source) {
    List<String> own;
    if (source instanceof Source.V4l2) {
      own = List.of("v4l2src");
    } else if (source instanceof Source.Rtsp) {
      own = List.of("rtspsrc");
    } else if (source instanceof Source.Http) {
      own = List.of("souphttpsrc", "multipartdemux");
    } else if (source instanceof Source.Libcamera) {
      own = List.of("libcamerasrc");
    } else if (source instanceof Source.File) {
      own = List.of("filesrc");
    } else {
      return List.of();
    }
    return Stream.concat(own.stream(), COMMON.stream()).toList();
  }

  /** The Debian packages that have an element; libcamera is of no use without its own part. */
  public static String packageOf(String element) {
    return switch (element) {
      case "v4l2src", "rtspsrc", "jpegdec", "souphttpsrc", "multipartdemux", "videoflip" ->
          "gstreamer1.0-plugins-good";
      case "libcamerasrc" -> "gstreamer1.0-libcamera libcamera-ipa";
      case "h264parse", "h265parse" -> "gstreamer1.0-plugins-bad";
      case "filesrc", "capsfilter", "queue" -> "libgstreamer1.0-0";
      default -> "gstreamer1.0-plugins-base";
    };
  }
}
