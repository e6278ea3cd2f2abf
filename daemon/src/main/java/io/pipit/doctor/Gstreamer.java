package io.pipit.doctor;

import io.pipit.camera.GstElements;
import io.pipit.config.CameraSettings.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which parts of GStreamer are installed; each is asked for once. */
final class Gstreamer {
  private static final String TOOL = "gst-inspect-1.0";

  /** The first time GStreamer looks at all its plugins. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Programs programs;
  private final Map<String, Boolean> known = new TreeMap<>();

  Gstreamer(Programs programs) {
    this.programs = programs;
  }

  /** What a source lacks, each with its Debian package. */
  Map<String, String> missing(Source source) throws IOException, InterruptedException {
    Map<String, String> missing = new TreeMap<>();
    List<String> needed = new ArrayList<>(GstElements.of(source));
    if (!needed.isEmpty() && !programs.installed(TOOL)) {
      return Map.of("gst-launch-1.0", "gstreamer1.0-tools");
    }
    for (String element : needed) {
      if (!exists(element)) {
        missing.put(element, GstElements.packageOf(element));
      }
    }
    return missing;
  }

  private boolean exists(String element) throws IOException, InterruptedException {
    Boolean before = known.get(element);
    if (before != null) {
      return before;
    }
    boolean exists = programs.run(LIMIT, TOOL, "--exists", element).ok();
    known.put(element, exists);
    return exists;
  }
}
