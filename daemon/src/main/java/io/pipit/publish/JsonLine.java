package io.pipit.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.scene.Box;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object as a line of UTF-8, and the value forms that messages share. */
final class JsonLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonLine() {}

  /** The inside of an object. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** The object as a line, newline included. */
  static byte[] of(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) { // can't be: it is written to memory
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static void strings(JsonGenerator json, String field, Iterable<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** The names, or null for all. */
  static void stringsOrNull(JsonGenerator json, String field, @Nullable Iterable<String> values)
      throws IOException {
    if (values == null) {
      json.writeNullField(field);
    } else {
      strings(json, field, values);
    }
  }

  /**
   * A number with few digits; null where there is none.
   *
   * @param scale 10 for one decimal, 100 for two
   */
  static void number(JsonGenerator json, String field, @Nullable Double value, double scale)
      throws IOException {
    json.writeFieldName(field);
    if (value == null || !Double.isFinite(value)) {
      json.writeNull();
    } else {
      json.writeNumber(Math.round(value * scale) / scale);
    }
  }

  /** Nanoseconds as milliseconds with three decimals. */
  static void millis(JsonGenerator json, String field, long nanos) throws IOException {
    json.writeNumberField(field, Math.round(nanos / 1e3) / 1e3);
  }

  /** [x1, y1, x2, y2] in pixels. */
  static void box(JsonGenerator json, Box box) throws IOException {
    corners(json, "box", box, 1, 1, 10);
  }

  /** [x1, y1, x2, y2] in shares of the picture's sides. */
  static void relativeBox(JsonGenerator json, Box box, int width, int height) throws IOException {
    corners(json, "box_rel", box, width, height, 10_000);
  }

  private static void corners(
      JsonGenerator json, String field, Box box, double width, double height, double scale)
      throws IOException {
    json.writeArrayFieldStart(field);
    json.writeNumber(Math.round(box.left() / width * scale) / scale);
    json.writeNumber(Math.round(box.top() / height * scale) / scale);
    json.writeNumber(Math.round(box.right() / width * scale) / scale);
    json.writeNumber(Math.round(box.bottom() / height * scale) / scale);
    json.writeEndArray();
  }
}
