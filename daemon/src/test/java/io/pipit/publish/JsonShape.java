package io.pipit.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads JSON lines for tests: into maps and lists, or only the names of their fields. */
public final class JsonShape {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonShape() {}

  /** The object in one line, which must hold nothing else. */
  public static Map<String, Object> read(String line) {
    try (JsonParser json = FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new AssertionError("not an object: " + line);
      }
      Map<String, Object> object = object(json);
      if (json.nextToken() != null) {
        throw new AssertionError("something follows the object: " + line);
      }
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  public static Map<String, Object> read(byte[] line) {
    return read(Samples.text(line));
  }

  /**
   * Paths of all fields with a value of their own, such as {@code model.name} and {@code
   * detections[].label}. Names of cameras, which are keys in health, read NAME.
   */
  static Set<String> of(byte[] line) {
    return of(new String(line, StandardCharsets.UTF_8));
  }

  static Set<String> of(String line) {
    Set<String> paths = new TreeSet<>();
    collect(read(line), "", paths);
    return paths;
  }

  private static void collect(Object value, String path, Set<String> paths) {
    if (value instanceof Map<?, ?> object) {
      object.forEach(
          (key, inner) -> {
            String name = path.matches("(health\\.)?cameras") ? "NAME" : String.valueOf(key);
            collect(inner, path.isEmpty() ? name : path + "." + name, paths);
          });
    } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
      list.forEach(entry -> collect(entry, path + "[]", paths));
    } else {
      paths.add(path);
    }
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, value(json));
    }
    return object;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json));
        }
        yield list;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
