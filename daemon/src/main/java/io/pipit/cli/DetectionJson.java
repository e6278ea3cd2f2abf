package io.pipit.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A picture's detections as one line of JSON. */
final class DetectionJson {
  private static final JsonFactory JSON = new JsonFactory();

  private DetectionJson() {}

  /**
   * {@code {"file", "width", "height", "detections": [{"label", "score", "box": [x1, y1, x2,
   * y2]}]}}, boxes in pixels of the picture, best score first.
   */
  static String line(Path file, int width, int height, List<Detection> detections) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("file", file.toString());
      json.writeNumberField("width", width);
      json.writeNumberField("height", height);
      json.writeArrayFieldStart("detections");
      for (Detection detection : detections) {
        json.writeStartObject();
        json.writeStringField("label", detection.label());
        json.writeNumberField("score", rounded(detection.score(), 10_000));
        json.writeFieldName("box");
        Box box = detection.box();
        json.writeArray(
            new double[] {
              rounded(box.left(), 100),
              rounded(box.top(), 100),
              rounded(box.right(), 100),
              rounded(box.bottom(), 100)
            },
            0,
            4);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static double rounded(float value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
