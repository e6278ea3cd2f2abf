package io.pipit.cli;

import io.pipit.json.JsonText;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An image's detections as one line of JSON. */
final class DetectionJson {
  private DetectionJson() {}

  /**
   * {@code {"file", "width", "height", "detections": [{"label", "score", "box": [x1, y1, x2,
   * y2]}]}}, boxes in pixels of the image, best score first.
   */
  static String line(Path file, int width, int height, List<Detection> detections) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", file.toString());
    line.put("width", width);
    line.put("height", height);
    line.put("detections", detections.stream().map(DetectionJson::detection).toList());
    return JsonText.of(line);
  }

  private static Map<String, Object> detection(Detection detection) {
    Box box = detection.box();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", detection.label());
    json.put("score", rounded(detection.score(), 10_000));
    json.put(
        "box",
        Stream.of(box.left(), box.top(), box.right(), box.bottom())
            .map(side -> rounded(side, 100))
            .toList());
    return json;
  }

  private static double rounded(float value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
