package io.pipit.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object, its values as texts, lists and maps. */
final class JsonTree {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<?, ?> values;

  private JsonTree(Map<?, ?> values) {
    this.values = values;
  }

  /**
   * Reads one.
   *
   * @throws IOException when the text is none
   */
  static JsonTree of(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      if (value(parser) instanceof Map<?, ?> map) {
        return new JsonTree(map);
      }
      throw new IOException("no JSON object");
    }
  }

  /** A value as text; empty when there is none. */
  String text(String key) {
    return values.get(key) instanceof String text ? text : "";
  }

  /** The objects of a list; none when there is no list. */
  List<JsonTree> objects(String key) {
    List<JsonTree> objects = new ArrayList<>();
    if (values.get(key) instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> map) {
          objects.add(new JsonTree(map));
        }
      }
    }
    return objects;
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        map.put(key, value(parser));
      }
      return map;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    String text = parser.getText();
    return text == null ? "" : text;
  }
}
