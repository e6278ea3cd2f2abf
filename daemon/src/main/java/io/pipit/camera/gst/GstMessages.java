package io.pipit.camera.gst;

import io.pipit.scene.Frame.Layout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands what gst-launch says: which sizes were agreed on, and why it failed. Written by the
 * thread that reads the messages, read by the camera's.
 */
final class GstMessages {
  private static final int KEPT = 40;
  private static final Pattern CAPS =
      Pattern.compile(
          "^/\\S*:(%s|%s)\\.GstPad:sink: caps = video/x-raw.*"
                  .formatted(GstCommands.SCALE, GstCommands.OUT)
              + "[ ,]width=\\(int\\)(\\d+), height=\\(int\\)(\\d+)");
  private static final Pattern NO_ELEMENT = Pattern.compile("no element \"([^\"]+)\"");
  private static final Pattern NO_DECODER = Pattern.compile("Missing element: (.+)");
  private static final Pattern ERROR = Pattern.compile("ERROR: from element /\\S+: (.+)");

  private static final String NOT_INSTALLED = " is not installed; run: apt install ";

  private record Size(int width, int height) {}

  private final Deque<String> last = new ArrayDeque<>();
  private @Nullable Size own;
  private @Nullable Size delivered;
  private @Nullable Layout layout;
  private boolean changed;
  private boolean ended;
  private boolean failed;

  /** Takes one line of the child's messages. */
  synchronized void line(String line) {
    if (!line.startsWith("/GstPipeline")) {
      last.addLast(line);
      if (ERROR.matcher(line).find()) {
        failed = true;
        notifyAll();
      }
      if (last.size() > KEPT) {
        last.removeFirst();
      }
      return;
    }
    Matcher caps = CAPS.matcher(line);
    if (!caps.find()) {
      return;
    }
    Size size = new Size(Integer.parseInt(caps.group(2)), Integer.parseInt(caps.group(3)));
    if (caps.group(1).equals(GstCommands.SCALE)) {
      changed |= own != null && !own.equals(size);
      own = size;
    } else {
      changed |= delivered != null && !delivered.equals(size);
      delivered = size;
    }
    if (layout == null && own != null && delivered != null) {
      layout = layoutOf(own, delivered);
      notifyAll();
    }
  }

  /** GStreamer pads the rows of raw pictures to multiples of four bytes. */
  private static Layout layoutOf(Size own, Size delivered) {
    int stride = (3 * delivered.width + 3) / 4 * 4;
    return new Layout(delivered.width, delivered.height, stride, own.width, own.height);
  }

  /** No more lines will come. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /**
   * How pixels lie, as soon as the child has said so; null when it failed, ended or the time is
   * over.
   */
  synchronized @Nullable Layout awaitLayout(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (layout == null && !ended && !failed) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return null;
      }
      wait(millis);
    }
    return layout;
  }

  /** Whether the source has changed its picture size since {@link #awaitLayout}. */
  synchronized boolean changed() {
    return changed;
  }

  /** Whether it has said that it failed; gst-launch does not always end then. */
  synchronized boolean failed() {
    return failed;
  }

  /** Whether it failed because a program, an element or a decoder is not installed. */
  synchronized boolean somethingMissing() {
    String reason = reason();
    return reason != null && reason.contains(NOT_INSTALLED);
  }

  /** Why the child has failed, in one line for the user; null when it has not said. */
  synchronized @Nullable String reason() {
    List<String> lines = new ArrayList<>(last);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher element = NO_ELEMENT.matcher(line);
      if (element.find()) {
        return missing("the GStreamer element " + element.group(1), packageOf(element.group(1)));
      }
      Matcher decoder = NO_DECODER.matcher(line);
      if (decoder.find()) {
        return missing("GStreamer's " + decoder.group(1), "gstreamer1.0-libav");
      }
      if (line.contains("gst-launch-1.0: not found")) {
        return missing("gst-launch-1.0", "gstreamer1.0-tools");
      }
      Matcher error = ERROR.matcher(line);
      if (error.find()) {
        return error.group(1) + detail(lines, i);
      }
    }
    return lines.isEmpty() ? null : lines.get(lines.size() - 1).strip();
  }

  private static String missing(String thing, String debianPackage) {
    return thing + NOT_INSTALLED + debianPackage;
  }

  /** The system's own words, which gst-launch prints two or three lines after its general ones. */
  private static String detail(List<String> lines, int error) {
    if (error + 3 >= lines.size() || !lines.get(error + 1).startsWith("Additional debug info")) {
      return "";
    }
    String detail = lines.get(error + 3).strip();
    return detail.isEmpty() || detail.startsWith("ERROR") ? "" : " (" + detail + ")";
  }

  /** The Debian package that has an element. */
  static String packageOf(String element) {
    return switch (element) {
      case "v4l2src", "rtspsrc", "jpegdec" -> "gstreamer1.0-plugins-good";
      case "libcamerasrc" -> "gstreamer1.0-libcamera";
      case "filesrc", "fdsink", "capsfilter" -> "libgstreamer1.0-0";
      default -> "gstreamer1.0-plugins-base";
    };
  }
}
