package io.pipit.status;

import io.pipit.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A message of the event socket in one line for a person. */
public final class MessageLine {
  private MessageLine() {}

  /**
   * The line.
   *
   * @return empty for answers, and for what other messages report already
   * @throws JsonTree.Malformed when the message is not as in docs/protocol.md
   */
  public static Optional<String> of(JsonTree message) throws JsonTree.Malformed {
    String type = message.get("type").text();
    String text =
        switch (type) {
          case "hello" -> hello(message);
          case "new" -> track("+", message);
          case "update" -> track("~", message);
          case "end" -> track("-", message);
          case "zone" -> zone(message);
          case "line" -> line(message);
          case "rule" -> rule(message);
          case "output" -> output(message);
          case "input" -> input(message);
          case "camera" -> camera(message);
          case "config" -> config(message);
          case "health" -> health(message);
          case "gap" -> gap(message);
          case "error" -> "error: " + message.get("message").text();
          default -> "";
        };
    String clock = message.get("time").text();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(clock.substring(11, Math.min(19, clock.length())) + "  " + text);
  }

  private static String hello(JsonTree hello) throws JsonTree.Malformed {
    JsonTree model = hello.get("model");
    return "%s runs Pipit %s with %s (%s) on %s"
        .formatted(
            hello.get("node").text(),
            hello.get("version").text(),
            model.get("name").text(),
            model.get("precision").text(),
            String.join(", ", hello.get("cameras").texts()));
  }

  private static String track(String sign, JsonTree track) throws JsonTree.Malformed {
    List<String> box = new ArrayList<>();
    for (JsonTree side : track.get("box").list()) {
      box.add(String.format(Locale.ROOT, "%.0f", side.number()));
    }
    return String.format(
        Locale.ROOT,
        "%s %s %s on %s: %.0f%% at [%s]%s",
        sign,
        track.get("label").text(),
        track.get("id").text(),
        track.get("camera").text(),
        100 * track.get("top_score").number(),
        String.join(", ", box),
        track.get("stationary").flag() ? ", standing" : "");
  }

  private static String zone(JsonTree zone) throws JsonTree.Malformed {
    return "zone %s on %s: %d %s"
        .formatted(
            zone.get("zone").text(),
            zone.get("camera").text(),
            (long) zone.get("count").number(),
            zone.get("label").text());
  }

  private static String line(JsonTree line) throws JsonTree.Malformed {
    return "line %s on %s: %s %s crosses to the %s"
        .formatted(
            line.get("line").text(),
            line.get("camera").text(),
            line.get("label").text(),
            line.get("id").text(),
            line.get("direction").text());
  }

  private static String rule(JsonTree rule) throws JsonTree.Malformed {
    Optional<JsonTree> because = rule.find("because");
    String why =
        because.isEmpty()
            ? ""
            : ": %s %s on %s"
                .formatted(
                    because.get().get("label").text(),
                    because.get().get("id").text(),
                    because.get().get("camera").text());
    return "rule " + rule.get("rule").text() + " has " + rule.get("state").text() + why;
  }

  private static String output(JsonTree output) throws JsonTree.Malformed {
    return "output %s is %s (%s)%s"
        .formatted(
            output.get("output").text(),
            output.get("state").text(),
            output.get("cause").text(),
            output.get("dry_run").flag() ? ", dry run" : "");
  }

  /** Also of an input in a snapshot. */
  public static String input(JsonTree input) throws JsonTree.Malformed {
    return "input " + input.get("input").text() + " is " + input.get("state").text();
  }

  private static String camera(JsonTree camera) throws JsonTree.Malformed {
    String reason = camera.get("reason").text();
    return "camera %s is %s%s"
        .formatted(
            camera.get("camera").text(),
            camera.get("state").text(),
            reason.isEmpty() ? "" : " (" + reason + ")");
  }

  private static String config(JsonTree config) throws JsonTree.Malformed {
    List<String> restart = config.get("restart").texts();
    String later = restart.isEmpty() ? "" : "; after a restart: " + String.join(", ", restart);
    return "configuration " + config.get("state").text() + later;
  }

  private static String health(JsonTree health) throws JsonTree.Malformed {
    List<String> rates = new ArrayList<>();
    for (Map.Entry<String, JsonTree> camera : health.get("cameras").members().entrySet()) {
      rates.add(
          String.format(
              Locale.ROOT, "%s %.1f fps", camera.getKey(), camera.getValue().get("fps").number()));
    }
    Optional<JsonTree> inference = health.get("inference_ms").find("p50"); // none before a frame
    Optional<JsonTree> memory = health.find("rss_bytes");
    return "health: %s, inference %s, memory %s"
        .formatted(
            String.join(", ", rates),
            inference.isEmpty()
                ? "not yet"
                : String.format(Locale.ROOT, "%.0f ms", inference.get().number()),
            memory.isEmpty()
                ? "unknown"
                : String.format(Locale.ROOT, "%.0f MiB", memory.get().number() / (1 << 20)));
  }

  private static String gap(JsonTree gap) throws JsonTree.Malformed {
    Optional<JsonTree> from = gap.find("from");
    String messages =
        from.isEmpty()
            ? "frames"
            : "messages %d to %d"
                .formatted((long) from.get().number(), (long) gap.get("to").number());
    return messages + " were lost (" + gap.get("reason").text() + ")";
  }
}
