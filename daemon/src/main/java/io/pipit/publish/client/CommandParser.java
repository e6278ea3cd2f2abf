package io.pipit.publish.client;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.pipit.errors.Suggestion;
import io.pipit.event.Event.Kind;
import io.pipit.json.JsonReader;
import io.pipit.publish.NodeInfo;
import io.pipit.publish.Rejection;
import io.pipit.publish.Rejection.Code;
import io.pipit.publish.Subscription;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses a client's line, or says what is wrong with it. Changes nothing. */
final class CommandParser {
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "subscribe", List.of("types", "cameras", "labels", "zones", "min_score"),
          "snapshot", List.of(),
          "ping", List.of("id"));
  private static final List<String> COMMANDS = List.of("subscribe", "snapshot", "ping");
  private static final JsonReader READER = new JsonReader(8, false);
  private static final int MAX_PING_ID_LENGTH = 64;

  private final Collection<String> cameras;
  private final Collection<String> labels;
  private final NodeInfo node;

  CommandParser(NodeInfo node) {
    cameras = node.cameras();
    labels = node.model().classes();
    this.node = node;
  }

  /** Unwinds to {@link #parse}. */
  private static final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Rejection rejection;

    ProtocolException(Code code, String message, @Nullable String cmd) {
      super(message, null, false, false); // no stack trace: clients can cause many of these
      rejection = new Rejection(code, message, cmd);
    }
  }

  /** The command in one line; blank and wrong ones are values too. */
  ClientCommand parse(String line) {
    if (line.isBlank()) {
      return new ClientCommand.Blank();
    }
    try {
      if (READER.read(line) instanceof Map<?, ?> object) {
        return parseCommand(object);
      }
      throw new IOException("a JSON object is expected: {...}");
    } catch (ProtocolException e) {
      return new ClientCommand.Wrong(e.rejection);
    } catch (IOException e) {
      String reason = Rejection.quote(JsonReader.reason(e));
      return new ClientCommand.Wrong(
          new Rejection(Code.INVALID_JSON, "not one JSON object: " + reason, null));
    }
  }

  private ClientCommand parseCommand(Map<?, ?> object) throws ProtocolException {
    if (!object.containsKey("cmd")) {
      throw new ProtocolException(Code.MISSING_FIELD, "cmd is missing; " + known(COMMANDS), null);
    }
    if (!(object.get("cmd") instanceof String cmd)) {
      throw new ProtocolException(Code.WRONG_TYPE, "cmd must be a string", null);
    }
    List<String> fields = FIELDS.get(cmd);
    if (fields == null) {
      throw new ProtocolException(
          Code.UNKNOWN_COMMAND, "no command is called " + unknown(cmd, COMMANDS), null);
    }
    for (Object key : object.keySet()) {
      String field = String.valueOf(key);
      if (!field.equals("cmd") && !fields.contains(field)) {
        String message = cmd + " has no field " + unknown(field, fields);
        throw new ProtocolException(Code.UNKNOWN_FIELD, message, cmd);
      }
    }
    return switch (cmd) {
      case "subscribe" -> new ClientCommand.Subscribe(subscription(object));
      case "ping" -> new ClientCommand.Ping(pingId(object.get("id")));
      default -> new ClientCommand.Snapshot();
    };
  }

  private Subscription subscription(Map<?, ?> object) throws ProtocolException {
    Set<String> types = names(object, "types", Kind.NAMES);
    return new Subscription(
        types == null ? Subscription.DEFAULT.kinds() : kinds(types),
        names(object, "cameras", cameras),
        names(object, "labels", labels),
        names(object, "zones", node.zones()),
        minScore(object.get("min_score")));
  }

  private static Set<Kind> kinds(Set<String> names) {
    return names.stream()
        .map(name -> Kind.valueOf(name.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The names in a list; null when the field is absent or null, which means all. */
  private static @Nullable Set<String> names(
      Map<?, ?> object, String field, Collection<String> known) throws ProtocolException {
    Object value = object.get(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof List<?> list)) {
      throw new ProtocolException(
          Code.WRONG_TYPE, field + " must be a list of strings or null", "subscribe");
    }
    Set<String> names = new LinkedHashSet<>();
    for (Object entry : list) {
      if (!(entry instanceof String name)) {
        throw new ProtocolException(
            Code.WRONG_TYPE, field + " must hold strings only", "subscribe");
      }
      if (!known.contains(name)) {
        throw new ProtocolException(
            Code.UNKNOWN_VALUE, field + ": there is no " + unknown(name, known), "subscribe");
      }
      names.add(name);
    }
    return names;
  }

  private static double minScore(@Nullable Object value) throws ProtocolException {
    if (value == null) {
      return 0;
    }
    if (!(value instanceof Number number)) {
      throw new ProtocolException(Code.WRONG_TYPE, "min_score must be a number", "subscribe");
    }
    double score = number.doubleValue();
    if (!(score >= 0 && score <= 1)) {
      throw new ProtocolException(
          Code.OUT_OF_RANGE, "min_score must be within 0..1, is " + score, "subscribe");
    }
    return score;
  }

  private static String pingId(@Nullable Object id) throws ProtocolException {
    if (id == null) {
      return "null";
    }
    if (id instanceof Integer || id instanceof Long) {
      return id.toString();
    }
    if (!(id instanceof String text)) {
      throw new ProtocolException(Code.WRONG_TYPE, "id must be a string or an integer", "ping");
    }
    if (text.length() > MAX_PING_ID_LENGTH) {
      throw new ProtocolException(
          Code.OUT_OF_RANGE, "id must have at most " + MAX_PING_ID_LENGTH + " characters", "ping");
    }
    return quoted(text);
  }

  /**
   * As JSON. Halves of characters, which JSON may hold but UTF-8 may not, are written as escapes.
   */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
      if (Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  private static String unknown(String word, Collection<String> known) {
    return Rejection.quote(word) + Suggestion.hint(shortened(word), known) + "; " + known(known);
  }

  /** Looking for a suggestion takes time by the word's length. */
  private static String shortened(String word) {
    return word.length() <= 32 ? word : word.substring(0, 32);
  }

  private static String known(Collection<String> names) {
    return names.isEmpty() ? "there are none" : "known: " + Suggestion.list(names);
  }
}
