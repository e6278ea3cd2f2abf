package io.pipit.camera.gst;

import io.pipit.config.CameraSettings.Source;
import java.util.ArrayList;
import java.util.List;

/** What a camera needs of GStreamer, to be looked for before it is opened. */
public final class GstElements {
  private static final List<String> COMMON =
      List.of("videorate", "videoscale", "videoconvert", "fdsink");

  private GstElements() {}

  /**
   * The elements that a source's child process names; none without a child. What decodes is not
   * among them, as that depends on what the camera sends.
   */
  public static List<String> of(Source source) {
    List<String> elements = new ArrayList<>();
    if (source instanceof Source.V4l2) {
      elements.addAll(List.of("v4l2src", "decodebin"));
    } else if (source instanceof Source.Rtsp) {
      elements.addAll(List.of("rtspsrc", "decodebin"));
    } else if (source instanceof Source.Libcamera) {
      elements.add("libcamerasrc");
    } else if (source instanceof Source.File) {
      elements.addAll(List.of("filesrc", "decodebin"));
    } else {
      return List.of();
    }
    elements.addAll(COMMON);
    return elements;
  }

  /** The Debian package that has an element. */
  public static String packageOf(String element) {
    return GstMessages.packageOf(element);
  }
}
