package io.pipit.doctor;

import io.pipit.camera.gst.CameraProgram;
import io.pipit.config.CameraSettings.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which parts of GStreamer are installed; asked once, for all of them. */
final class Gstreamer {
  private static final String TOOL = "gst-inspect-1.0";
  private static final Pattern ELEMENT = Pattern.compile("(?m)^\\S+: +(\\S+): ");

  private static final Pattern VERSION =
      Pattern.compile("GStreamer ([1-9]\\d{0,3}\\.\\d{1,4})(?:\\.\\d+)*");

  /** The first time GStreamer looks at all its plugins. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Programs programs;
  private final Set<String> installed = new HashSet<>();

  Gstreamer(Programs programs) {
    this.programs = programs;
  }

  /** What a source lacks, each with its Debian package. */
  Map<String, String> missing(Source source) throws IOException, InterruptedException {
    List<String> needed = CameraProgram.elements(source);
    if (needed.isEmpty()) {
      return Map.of();
    }
    if (!programs.installed(TOOL)) {
      return Map.of("gst-inspect-1.0", "gstreamer1.0-tools");
    }
    look();
    Map<String, String> missing = new TreeMap<>();
    needed.stream()
        .filter(element -> !installed.contains(element))
        .forEach(element -> missing.put(element, CameraProgram.packageOf(element)));
    return missing;
  }

  /** Whether an element is installed; false where that can't be found out. */
  boolean has(String element) throws IOException, InterruptedException {
    if (programs.installed(TOOL)) {
      look();
    }
    return installed.contains(element);
  }

  /** Such as 1.22.0; empty where that can't be found out. */
  Optional<Runtime.Version> version() throws IOException, InterruptedException {
    if (!programs.installed(TOOL)) {
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(programs.run(LIMIT, TOOL, "--version").output());
    return version.find() ? Optional.of(Runtime.Version.parse(version.group(1))) : Optional.empty();
  }

  /** The board's decoder of a codec such as h264, which the kernel's driver offers. */
  Optional<String> hardware(String codec) throws IOException, InterruptedException {
    for (String name : List.of("v4l2" + codec + "dec", "v4l2sl" + codec + "dec")) {
      if (has(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private void look() throws IOException, InterruptedException {
    if (installed.isEmpty()) {
      Programs.Result list = programs.run(LIMIT, TOOL);
      if (!list.ok()) {
        throw new IOException(TOOL + " fails: " + list.lastLine());
      }
      Matcher elements = ELEMENT.matcher(list.output());
      while (elements.find()) {
        installed.add(elements.group(1));
      }
    }
  }
}
