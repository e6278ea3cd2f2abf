package io.pipit.detect.model;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value of a small JSON file together with where it stands, so that every error can say so. */
final class Json {
  /** A card has some ten thousand bytes; what a file can make of memory stays small. */
  private static final long MAX_BYTES = 1 << 20;

  private static final int MAX_SHOWN = 40;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Python writes them; read here, so that the error can say where they stand.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .errorReportConfiguration(
              ErrorReportConfiguration.builder().maxErrorTokenLength(MAX_SHOWN).build())
          .build();

  private final String where;
  private final @Nullable Object value;

  private Json(String where, @Nullable Object value) {
    this.where = where;
    this.value = value;
  }

  /** A value that is not what it must be; the message says where and what, in one line. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " "));
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws Malformed when it is not one JSON value of a reasonable size
   */
  static Json read(Path file) throws IOException, Malformed {
    if (Files.size(file) > MAX_BYTES) {
      throw new Malformed("the file must have at most 1 MiB, has " + Files.size(file) + " bytes");
    }
    try (var stream = Files.newInputStream(file);
        JsonParser parser = FACTORY.createParser(stream)) {
      if (parser.nextToken() == null) {
        throw new Malformed("the file is empty");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new Malformed("something follows the end of the JSON value");
      }
      return new Json("", value);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      // Of a limit it says by which of its own methods to raise it.
      throw new Malformed(line + e.getOriginalMessage().replaceAll(", from `[^`]*`", ""));
    }
  }

  /** The member of an object that must be there. */
  Json get(String key) throws Malformed {
    Optional<Json> found = find(key);
    if (found.isEmpty()) {
      throw new Malformed(path(key) + " is missing");
    }
    return found.get();
  }

  /** The member of an object that may be absent, or null. */
  Optional<Json> find(String key) throws Malformed {
    Object found = as(Map.class, "an object").get(key);
    return found == null ? Optional.empty() : Optional.of(new Json(path(key), found));
  }

  String text() throws Malformed {
    return as(String.class, "a string");
  }

  /** Any number, even one that is infinite or none. */
  double number() throws Malformed {
    return as(Double.class, "a number");
  }

  /** A number within bounds. */
  float number(double min, double max) throws Malformed {
    double number = number();
    if (!(number >= min && number <= max)) {
      throw wrong("a number, " + show(min) + " to " + show(max));
    }
    return (float) number;
  }

  List<Json> list() throws Malformed {
    List<Json> items = new ArrayList<>();
    for (Object item : as(List.class, "a list")) {
      items.add(new Json(where + "[" + items.size() + "]", item));
    }
    return items;
  }

  List<String> texts() throws Malformed {
    List<String> texts = new ArrayList<>();
    for (Json item : list()) {
      texts.add(item.text());
    }
    return texts;
  }

  /** Numbers within bounds. */
  List<Float> numbers(double min, double max) throws Malformed {
    List<Float> numbers = new ArrayList<>();
    for (Json item : list()) {
      numbers.add(item.number(min, max));
    }
    return numbers;
  }

  Map<String, Json> members() throws Malformed {
    Map<String, Json> members = new LinkedHashMap<>();
    Map<?, ?> object = as(Map.class, "an object");
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      String key = (String) entry.getKey();
      members.put(key, new Json(path(key), entry.getValue()));
    }
    return members;
  }

  /** The error of a value that breaks a rule: the rule follows "must be" in the message. */
  Malformed wrong(String rule) {
    return error("must be " + rule + ", is " + show(value));
  }

  /** An error about this value: the message follows its place. */
  Malformed error(String message) {
    return new Malformed((where.isEmpty() ? "the file" : where) + " " + message);
  }

  private String path(String key) {
    return where.isEmpty() ? cut(key) : where + "." + cut(key);
  }

  private <T> T as(Class<T> type, String name) throws Malformed {
    if (!type.isInstance(value)) {
      throw wrong(name);
    }
    return type.cast(value);
  }

  private static String show(@Nullable Object value) {
    if (value instanceof Double number) {
      String text = number.toString();
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
    if (value instanceof String text) {
      return '"' + cut(text) + '"';
    }
    return value instanceof Map
        ? "an object"
        : value instanceof List ? "a list" : String.valueOf(value);
  }

  private static String cut(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        object.put(key, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return parser.getDoubleValue();
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    return token == JsonToken.VALUE_NULL || token == null ? null : parser.getText();
  }
}
