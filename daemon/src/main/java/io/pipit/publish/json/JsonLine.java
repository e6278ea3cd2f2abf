package io.pipit.publish.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.scene.Box;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON objects as lines of UTF-8, one after the other into the same buffer; and the forms of
 * values that messages share. For one thread.
 */
final class JsonLine {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);

  /** The inside of an object. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** The object as a line, newline included. */
  byte[] of(Body body) {
    buffer.reset();
    try (JsonGenerator json = FACTORY.createGenerator(buffer)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) { // cannot happen: it is written to memory
      throw new UncheckedIOException(e);
    }
    return buffer.toByteArray();
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

  /** A whole number; null where there is none. */
  static void whole(JsonGenerator json, String field, @Nullable Number value) throws IOException {
    json.writeFieldName(field);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value.longValue());
    }
  }

  /** A score with four decimals. */
  static void score(JsonGenerator json, String field, float score) throws IOException {
    number(json, field, (double) score, 10_000);
  }

  /** Nanoseconds as milliseconds with three decimals. */
  static void millis(JsonGenerator json, String field, long nanos) throws IOException {
    json.writeNumberField(field, Math.round(nanos / 1e3) / 1e3);
  }

  /** [x1, y1, x2, y2] in pixels. */
  static void box(JsonGenerator json, Box box) throws IOException {
    corners(json, "box", box, 1, 1, 10);
  }

  /** [x1, y1, x2, y2] relative to the frame's sides. */
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
