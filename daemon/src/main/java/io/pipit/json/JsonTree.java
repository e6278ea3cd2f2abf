package io.pipit.json;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value of a small JSON file together with where it stands, so that every error can say so. */
public final class JsonTree {
  /** A card has some ten thousand bytes; what a file can make of memory stays small. */
  private static final long MAX_BYTES = 1 << 20;

  private static final int MAX_SHOWN = 40;

  private static final JsonReader READER = new JsonReader(100, true);

  private final String where;
  private final @Nullable Object value;

  private JsonTree(String where, @Nullable Object value) {
    this.where = where;
    this.value = value;
  }

  /** A value that is not what it must be; the message says where and what, in one line. */
  public static final class Malformed extends Exception {
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
  public static JsonTree read(Path file) throws IOException, Malformed {
    if (Files.size(file) > MAX_BYTES) {
      throw new Malformed("the file must have at most 1 MiB, has " + Files.size(file) + " bytes");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
        throw new Malformed("the file is empty");
      }
      return new JsonTree("", READER.read(bytes));
    } catch (JacksonException e) {
      String line = JsonReader.line(e) == 0 ? "" : "line " + JsonReader.line(e) + ": ";
      throw new Malformed(line + JsonReader.reason(e));
    }
  }

  /**
   * Reads a text.
   *
   * @throws Malformed when it is not one JSON value
   */
  public static JsonTree of(String text) throws Malformed {
    try {
      return new JsonTree("", READER.read(text));
    } catch (IOException e) {
      throw new Malformed(JsonReader.reason(e));
    }
  }

  /** The member of an object that must be there. */
  public JsonTree get(String key) throws Malformed {
    Optional<JsonTree> found = find(key);
    if (found.isEmpty()) {
      throw new Malformed(path(key) + " is missing");
    }
    return found.get();
  }

  /** The member of an object that may be absent, or null. */
  public Optional<JsonTree> find(String key) throws Malformed {
    Object found = as(Map.class, "an object").get(key);
    return found == null ? Optional.empty() : Optional.of(new JsonTree(path(key), found));
  }

  public String text() throws Malformed {
    return as(String.class, "a string");
  }

  public boolean flag() throws Malformed {
    return as(Boolean.class, "true or false");
  }

  /** Any number, even one that is infinite or none. */
  public double number() throws Malformed {
    return as(Number.class, "a number").doubleValue();
  }

  /** A number within bounds. */
  public float number(double min, double max) throws Malformed {
    double number = number();
    if (!(number >= min && number <= max)) {
      throw wrong("a number, " + show(min) + " to " + show(max));
    }
    return (float) number;
  }

  public List<JsonTree> list() throws Malformed {
    List<JsonTree> items = new ArrayList<>();
    for (Object item : as(List.class, "a list")) {
      items.add(new JsonTree(where + "[" + items.size() + "]", item));
    }
    return items;
  }

  public List<String> texts() throws Malformed {
    List<String> texts = new ArrayList<>();
    for (JsonTree item : list()) {
      texts.add(item.text());
    }
    return texts;
  }

  /** Numbers within bounds. */
  public List<Float> numbers(double min, double max) throws Malformed {
    List<Float> numbers = new ArrayList<>();
    for (JsonTree item : list()) {
      numbers.add(item.number(min, max));
    }
    return numbers;
  }

  public Map<String, JsonTree> members() throws Malformed {
    Map<String, JsonTree> members = new LinkedHashMap<>();
    Map<?, ?> object = as(Map.class, "an object");
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      String key = (String) entry.getKey();
      members.put(key, new JsonTree(path(key), entry.getValue()));
    }
    return members;
  }

  /** The error of a value that breaks a rule: the rule follows "must be" in the message. */
  public Malformed wrong(String rule) {
    return error("must be " + rule + ", is " + show(value));
  }

  /** An error about this value: the message follows its place. */
  public Malformed error(String message) {
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
    if (value instanceof Number number) {
      String text = Double.toString(number.doubleValue());
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
}
