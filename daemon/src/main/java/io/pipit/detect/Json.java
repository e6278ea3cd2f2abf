package io.pipit.detect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a small JSON file together with where it stands, so that every error can say so. */
final class Json {
  private final String where;
  private final @Nullable Object value;

  private Json(String where, @Nullable Object value) {
    this.where = where;
    this.value = value;
  }

  /** A value that is not what it must be; the message says where and what. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws Malformed when it is not one JSON value
   */
  static Json read(Path file) throws IOException, Malformed {
    try (var stream = Files.newInputStream(file);
        JsonParser parser = new JsonFactory().createParser(stream)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new Malformed("something follows the end of the JSON value");
      }
      return new Json("", value);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new Malformed("line " + line + ": " + e.getOriginalMessage());
    }
  }

  Json get(String key) throws Malformed {
    Object found = as(Map.class, "an object").get(key);
    String path = where.isEmpty() ? key : where + "." + key;
    if (found == null) {
      throw new Malformed(path + " is missing");
    }
    return new Json(path, found);
  }

  String text() throws Malformed {
    return as(String.class, "a string");
  }

  float number() throws Malformed {
    return as(Number.class, "a number").floatValue();
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

  List<Float> numbers() throws Malformed {
    List<Float> numbers = new ArrayList<>();
    for (Json item : list()) {
      numbers.add(item.number());
    }
    return numbers;
  }

  Map<String, Json> members() throws Malformed {
    Map<String, Json> members = new LinkedHashMap<>();
    for (Object key : as(Map.class, "an object").keySet()) {
      members.put((String) key, get((String) key));
    }
    return members;
  }

  private <T> T as(Class<T> type, String name) throws Malformed {
    if (!type.isInstance(value)) {
      throw new Malformed((where.isEmpty() ? "the file" : where) + " must be " + name);
    }
    return type.cast(value);
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
