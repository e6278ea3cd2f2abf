package io.pipit.camera.gst;

import io.pipit.camera.CameraException;
import io.pipit.config.CameraSettings.Source;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An error of GStreamer, in words for the user. The commonest failures of cameras have words and a
 * remedy of their own, the same in the log, in messages and in the doctor.
 *
 * @param domain GStreamer's: such as gst-resource-error-quark; or the program's own
 * @param code within the domain
 * @param element whose error it is: the name of its factory
 * @param message GStreamer's words
 * @param debug more of them; its last line is often the system's own
 */
record StreamError(String domain, int code, String element, String message, String debug) {
  private static final String RESOURCE = "gst-resource-error-quark";
  private static final String STREAM = "gst-stream-error-quark";

  /** Of libcamerasrc, also where libcamera-ipa, which its package only suggests, is missing. */
  private static final String NO_CAMERA = "Could not find any supported camera";

  private static final int RESOURCE_NOT_FOUND = 3;
  private static final int RESOURCE_BUSY = 4;
  private static final int RESOURCE_OPEN_READ = 5;
  private static final int RESOURCE_OPEN_READ_WRITE = 7;
  private static final int RESOURCE_NOT_AUTHORIZED = 15;
  private static final int STREAM_CODEC_NOT_FOUND = 6;

  /** From a record's texts; what is missing is empty. */
  static StreamError of(List<String> texts) {
    return new StreamError(
        text(texts, 0), number(text(texts, 1)), text(texts, 2), text(texts, 3), text(texts, 4));
  }

  private static String text(List<String> texts, int i) {
    return i < texts.size() ? texts.get(i) : "";
  }

  private static int number(String text) {
    return text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /**
   * As a failure of a camera.
   *
   * @param source what it is, for the message
   * @param network why its host can't be reached, asked only when GStreamer does not say
   */
  CameraException toFailure(Source source, String title, Supplier<Optional<String>> network) {
    boolean file = source instanceof Source.File;
    if (isAbout("missing-plugin")) {
      String what = message.isEmpty() ? "a decoder" : message;
      return CameraException.persistent(
          title + ": a part of GStreamer is not installed: " + what,
          "run: apt install gstreamer1.0-libav gstreamer1.0-plugins-bad");
    }
    if (isAbout("missing-element")) {
      return CameraException.persistent(
          title + ": GStreamer's " + element + " is not installed",
          "run: apt install " + CameraProgram.packageOf(element));
    }
    if (isAbout("no-hardware")) {
      return noHardware(title);
    }
    if (isAbout("decoder-hangs")) {
      return new CameraException(title + ": the decoder " + element + " gives no frames");
    }
    if (isLate()) {
      return failed(
          title + ": its frames are too old when they are decoded: board or network is too slow",
          "use the camera's second stream, or a smaller one");
    }
    if (file && is(RESOURCE, RESOURCE_NOT_FOUND)) {
      return CameraException.permanent(title + ": no such file");
    }
    if (isAbout("no-video") || (element.equals("rtspsrc") && is(STREAM, STREAM_CODEC_NOT_FOUND))) {
      return verdict(file, title + ": it has no video", "is it the right file or stream?");
    }
    if (element.equals("qtdemux") && is(STREAM, 9)) {
      return verdict(file, title + ": it holds no whole frame: is it cut off?", "make it again");
    }
    if (is(RESOURCE, RESOURCE_NOT_AUTHORIZED) || debug.contains("(401)")) {
      return failed(title + ": it refuses user or password (401)", "look at user and password");
    }
    if (debug.contains("(403)")) {
      return failed(title + ": it forbids this (403)", "look at the user's rights in the camera");
    }
    if (debug.contains("(404)")) {
      return failed(title + ": it has no such stream (404)", "look at the path in url");
    }
    if (source instanceof Source.Libcamera && message.startsWith(NO_CAMERA)) {
      return failed(
          title + ": libcamera finds no camera on this board",
          "run: apt install libcamera-ipa; then look at the camera's ribbon cable");
    }
    if (source instanceof Source.V4l2 || source instanceof Source.Libcamera) {
      return ofDevice(title);
    }
    if (element.equals("multipartdemux")) {
      return CameraException.persistent(
          title + ": it sends no stream of JPEG images",
          "is url that of the camera's MJPEG stream?");
    }
    if (!file && (is(RESOURCE, RESOURCE_OPEN_READ_WRITE) || is(RESOURCE, RESOURCE_OPEN_READ))) {
      Optional<String> why = network.get();
      if (why.isPresent()) {
        return failed(title + ": " + why.get(), "look at its power, cable and address");
      }
    }
    String words = title + ": " + message + detail();
    return file ? CameraException.permanent(words) : new CameraException(words);
  }

  /** The element is the hardware's, if there is one; the message the software's. */
  private CameraException noHardware(String title) {
    String parser = debug;
    if (!parser.isEmpty()) {
      return CameraException.persistent(
          title + ": a hardware decoder needs GStreamer's " + parser + ", which is not installed",
          "run: apt install " + CameraProgram.packageOf(parser));
    }
    String what =
        element.isEmpty()
            ? "GStreamer finds no hardware decoder for it on this board"
            : "the hardware decoder " + element + " can't be used";
    return CameraException.persistent(
        title + ": " + what, "set decoder = auto: then it is decoded by " + message);
  }

  private CameraException ofDevice(String title) {
    String lower = debug.toLowerCase(Locale.ROOT);
    if (is(RESOURCE, RESOURCE_BUSY) || lower.contains("resource busy")) {
      return failed(title + ": another program uses it", "end that program: fuser -v " + title);
    }
    if (lower.contains("permission denied")) {
      return failed(
          title + ": no permission to use it",
          "add the user to the group video, or run as a service");
    }
    if (is(RESOURCE, RESOURCE_NOT_FOUND) || lower.contains("no such")) {
      return CameraException.away(title + ": it is not there: " + message);
    }
    return new CameraException(title + ": " + message + detail());
  }

  /** Whether frames came, but too old. */
  boolean isLate() {
    return isAbout("late");
  }

  /** Whether it is of this domain. */
  boolean isAbout(String ownDomain) {
    return domain.equals(ownDomain);
  }

  private boolean is(String wantedDomain, int wantedCode) {
    return domain.equals(wantedDomain) && code == wantedCode;
  }

  private static CameraException verdict(boolean file, String words, String remedy) {
    return file ? CameraException.permanent(words) : CameraException.persistent(words, remedy);
  }

  private static CameraException failed(String words, String remedy) {
    return new CameraException(words, remedy);
  }

  /** The system's own words, which stand in the last line of the debug text. */
  private String detail() {
    String[] lines = debug.strip().split("\n", -1);
    String last = lines[lines.length - 1].strip();
    return lines.length < 2 || last.isEmpty() ? "" : " (" + last + ")";
  }
}
