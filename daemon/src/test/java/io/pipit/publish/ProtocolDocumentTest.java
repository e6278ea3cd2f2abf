package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.pipit.config.SettingsLoader;
import io.pipit.config.SocketSettings;
import io.pipit.event.CameraState;
import io.pipit.event.Event;
import io.pipit.event.Event.Kind;
import io.pipit.publish.Rejection.Code;
import io.pipit.publish.client.ClientLimits;
import io.pipit.publish.client.ClientSession;
import io.pipit.publish.client.CommandDecoder;
import io.pipit.publish.json.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/protocol.md says what the program says and takes. */
class ProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/protocol.md");
  private static final String COMMON = "Fields of every message";
  private static final String SENT = "What Pipit sends";
  private static final String TAKEN = "What you may send";
  private static final Pattern COMMAND = Pattern.compile("\\{\"cmd\".*?\\}(?=$|')");

  /** The lines under each heading of the second and third level, by "second" or "second/third". */
  private static final Map<String, List<String>> sections = new LinkedHashMap<>();

  private static List<String> lines;

  @BeforeAll
  static void readTheDocument() throws IOException {
    lines = Files.readAllLines(DOCUMENT);
    String part = "";
    List<String> section = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("## ")) {
        part = line.substring(3);
        section = sections.computeIfAbsent(part, heading -> new ArrayList<>());
      } else if (line.startsWith("### ")) {
        String heading = part + "/" + line.substring(4);
        section = sections.computeIfAbsent(heading, unused -> new ArrayList<>());
      } else {
        section.add(line);
      }
    }
  }

  @Test
  void everyMessageHasAnExampleWithTheVeryFieldsThatAreWritten() {
    Map<String, Set<String>> written = new LinkedHashMap<>();
    encoded().forEach((type, line) -> written.put(type, JsonShape.of(line)));
    Map<String, Set<String>> documented = new LinkedHashMap<>();
    for (String line : messageExamples()) {
      String type = String.valueOf(JsonShape.read(line).get("type"));
      Set<String> before = documented.put(type, JsonShape.of(line));
      assertEquals(null, before, "a second example of " + type);
    }
    assertEquals(new TreeSet<>(written.keySet()), new TreeSet<>(documented.keySet()));
    written.forEach((type, shape) -> assertEquals(shape, documented.get(type), type));
  }

  @Test
  void everyLiveMessageIsDocumented() {
    Set<String> headings =
        sections.keySet().stream()
            .filter(heading -> heading.startsWith(SENT + "/"))
            .flatMap(heading -> Stream.of(heading.substring(SENT.length() + 1).split(", ", -1)))
            .collect(Collectors.toSet());
    assertEquals(encoded().keySet(), headings);
    assertTrue(headings.containsAll(Kind.NAMES), headings.toString());
    String types = String.join("`, `", Kind.NAMES);
    assertTrue(
        sections.get(TAKEN + "/subscribe").stream()
            .anyMatch(line -> line.startsWith("| `types` | list of strings: `" + types + "` |")));
  }

  @Test
  void everyTableListsTheVeryFieldsThatAreWritten() {
    Set<String> common = rows(COMMON);
    Map<String, byte[]> encoded = encoded();
    encoded.forEach(
        (type, line) -> {
          Set<String> fields = JsonShape.of(line);
          assertTrue(fields.containsAll(common), type);
          fields.removeAll(common);
          Set<String> table = rows(headingOf(type));
          if (type.equals("snapshot")) {
            Set<String> expanded = new TreeSet<>();
            rows(headingOf("camera")).forEach(field -> expanded.add("cameras[]." + field));
            rows(headingOf("new")).forEach(field -> expanded.add("tracks[]." + field));
            rows(headingOf("zone")).forEach(field -> expanded.add("zones[]." + field));
            rows(headingOf("output")).forEach(field -> expanded.add("outputs[]." + field));
            rows(headingOf("input")).forEach(field -> expanded.add("inputs[]." + field));
            rows(headingOf("health")).forEach(field -> expanded.add("health." + field));
            expanded.add("rules");
            table.removeAll(Set.of("cameras", "tracks", "zones", "outputs", "inputs", "health"));
            expanded.addAll(table); // what only a snapshot has
            table = expanded;
          }
          assertEquals(fields, table, type);
        });
  }

  @Test
  void everyErrorCodeIsDocumentedAndNoOther() {
    assertEquals(
        Arrays.stream(Code.values()).map(Code::wireName).toList(), new ArrayList<>(rows("Errors")));
  }

  @Test
  void everyCommandExampleIsTaken() {
    Set<String> commands = new TreeSet<>();
    for (String command : commandExamples()) {
      String answer = answerTo(command);
      String cmd = String.valueOf(JsonShape.read(command).get("cmd"));
      commands.add(cmd);
      String expected = Map.of("subscribe", "ok", "snapshot", "snapshot", "ping", "pong").get(cmd);
      assertEquals(expected, JsonShape.read(answer).get("type"), command + " gives " + answer);
    }
    assertEquals(Set.of("ping", "snapshot", "subscribe"), commands);
  }

  @Test
  void everyDocumentedFieldOfACommandIsKnown() {
    for (String cmd : List.of("subscribe", "ping")) {
      for (String field : rows(TAKEN + "/" + cmd)) {
        String answer = answerTo("{\"cmd\":\"" + cmd + "\",\"" + field + "\":null}");
        assertFalse(answer.contains("\"error\""), answer);
      }
      String answer = answerTo("{\"cmd\":\"" + cmd + "\",\"nonsense\":1}");
      String known = "known: " + String.join(", ", rows(TAKEN + "/" + cmd)) + "\"";
      assertTrue(answer.contains(known), answer);
    }
    assertTrue(
        answerTo("{\"cmd\":\"snapshot\",\"nonsense\":1}").contains("there are none"),
        "snapshot has no fields");
  }

  @Test
  void theDocumentedDefaultsAreTheShippedOnes() {
    SocketSettings socket = SettingsLoader.shipped().socket();
    String address = "`" + socket.host() + ":" + socket.port() + "`";
    assertTrue(lines.stream().anyMatch(line -> line.contains("by default at " + address)));
    Set<String> limits = Set.copyOf(sections.get("Limits"));
    assertTrue(
        limits.stream()
            .anyMatch(
                row ->
                    row.startsWith(
                        "| clients at once | " + socket.maxClients() + " (`socket.max-clients`)")));
    assertTrue(
        limits.contains(
            "| live messages kept for a slow client | "
                + socket.queue()
                + " (`socket.queue`)"
                + " | a `gap` |"));
  }

  /** One message of each type, as the program writes it. */
  private static Map<String, byte[]> encoded() {
    Messages messages = new Messages(Samples.NODE, Samples.clock());
    LiveState state = new LiveState(Samples.NODE.cameras());
    Samples.update(state, Samples.health());
    Samples.update(state, CameraState.ok("street"));
    Samples.update(state, Samples.report("street"));
    Samples.update(state, Samples.ZONE);
    Samples.update(state, Samples.RULE);
    Samples.update(state, Samples.output("siren"));
    Samples.update(state, Samples.input("key"));
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    encoded.put("hello", messages.hello(1));
    encoded.put("snapshot", messages.snapshot(1, state, Subscription.DEFAULT));
    for (Kind kind : Kind.values()) {
      Event event = Samples.event(kind);
      encoded.put(kind.wireName(), messages.event(1, event, Samples.clock().stamp()));
    }
    encoded.put("gap", messages.gap(new Gap(1, 2, 2, 3)));
    encoded.put("ok", messages.subscribed(1, Subscription.DEFAULT));
    encoded.put("pong", messages.pong(1, "17"));
    encoded.put("error", messages.error(1, new Rejection(Code.WRONG_TYPE, "no", "ping")));
    return encoded;
  }

  private static List<String> messageExamples() {
    return lines.stream().filter(line -> line.startsWith("{\"type\"")).toList();
  }

  private static List<String> commandExamples() {
    return lines.stream()
        .flatMap(line -> COMMAND.matcher(line).results())
        .map(found -> found.group())
        .toList();
  }

  /** Names in the first column of a section's table, in order. */
  private static Set<String> rows(String section) {
    return sections.get(section).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String headingOf(String type) {
    return SENT
        + "/"
        + (List.of("new", "update", "end").contains(type) ? "new, update, end" : type);
  }

  /** What a real session answers to a line. */
  private static String answerTo(String command) {
    EmbeddedChannel channel = new EmbeddedChannel();
    ClientLimits limits = new ClientLimits(() -> 0);
    channel
        .pipeline()
        .addLast(new CommandDecoder(Samples.NODE, 65536))
        .addLast(new ClientSession(channel, Samples.stream(), 16, limits));
    channel.writeInbound(Unpooled.copiedBuffer(command, StandardCharsets.UTF_8));
    byte[] answer = channel.readOutbound();
    return Samples.text(answer);
  }
}
