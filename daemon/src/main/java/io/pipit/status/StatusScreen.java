package io.pipit.status;

import io.pipit.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The lines for a person about one moment of a running Pipit. */
public final class StatusScreen {
  private static final String CAMERA_ROW = "%-16s  %-12s  %6s  %-10s  %8s  %7s  %s";

  private final JsonTree hello;
  private final JsonTree snapshot;
  private final Optional<JsonTree> health;
  private final List<String> lines = new ArrayList<>();

  private StatusScreen(JsonTree hello, JsonTree snapshot) throws JsonTree.Malformed {
    this.hello = hello;
    this.snapshot = snapshot;
    health = snapshot.find("health");
  }

  /**
   * All lines.
   *
   * @throws JsonTree.Malformed when these messages are not as in docs/protocol.md
   */
  public static List<String> lines(JsonTree hello, JsonTree snapshot) throws JsonTree.Malformed {
    StatusScreen screen = new StatusScreen(hello, snapshot);
    screen.head();
    screen.cameras();
    screen.detections();
    screen.pins();
    screen.board();
    return screen.lines;
  }

  private void head() throws JsonTree.Malformed {
    JsonTree model = hello.get("model");
    String up = health.isEmpty() ? "" : ", up " + duration(health.get().get("uptime_s").number());
    String clock =
        snapshot.get("clock_synced").flag() ? "" : ", clock not known to be synchronized";
    line(
        "%s: Pipit %s, %s (%s)%s%s",
        hello.get("node").text(),
        hello.get("version").text(),
        model.get("name").text(),
        model.get("precision").text(),
        up,
        clock);
    line("");
  }

  private void cameras() throws JsonTree.Malformed {
    Map<String, JsonTree> frames = new LinkedHashMap<>();
    for (JsonTree frame : snapshot.get("frames").list()) {
      frames.put(frame.get("camera").text(), frame);
    }
    line(CAMERA_ROW, "camera", "state", "fps", "last frame", "reopened", "dropped", "decoder");
    for (JsonTree camera : snapshot.get("cameras").list()) {
      camera(camera, Optional.ofNullable(frames.get(camera.get("camera").text())));
    }
    line("");
  }

  private void camera(JsonTree camera, Optional<JsonTree> frame) throws JsonTree.Malformed {
    String name = camera.get("camera").text();
    Optional<JsonTree> counts = health.isEmpty() ? health : health.get().get("cameras").find(name);
    String age =
        frame.isEmpty() ? "none" : duration(frame.get().get("age_ms").number() / 1000) + " ago";
    line(
        CAMERA_ROW,
        name,
        camera.get("state").text(),
        counts.isEmpty() ? "" : number(counts.get().get("fps"), "%.1f"),
        age,
        counts.isEmpty() ? "" : number(counts.get().get("reopened"), "%.0f"),
        counts.isEmpty() ? "" : number(counts.get().get("dropped"), "%.0f"),
        counts.isEmpty() ? "" : counts.get().get("decoder").text());
    String reason = camera.get("reason").text();
    if (!reason.isEmpty()) {
      double next = camera.get("next_try_s").number();
      line("%-16s  %s%s", "", reason, next > 0 ? "; next try in " + duration(next) : "");
    }
  }

  private void detections() throws JsonTree.Malformed {
    Map<String, Integer> tracks = new TreeMap<>();
    for (JsonTree track : snapshot.get("tracks").list()) {
      String what = track.get("label").text() + " on " + track.get("camera").text();
      tracks.merge(what, 1, Integer::sum);
    }
    List<String> seen = new ArrayList<>();
    tracks.forEach((what, count) -> seen.add(count + " " + what));
    line("tracked        %s", some(seen));
    line("rules holding  %s", some(snapshot.get("rules").texts()));
  }

  private void pins() throws JsonTree.Malformed {
    List<String> outputs = new ArrayList<>();
    for (JsonTree output : snapshot.get("outputs").list()) {
      outputs.add(
          "%s %s (%s%s)"
              .formatted(
                  output.get("output").text(),
                  output.get("state").text(),
                  output.get("cause").text(),
                  output.get("dry_run").flag() ? ", dry run" : ""));
    }
    List<String> inputs = new ArrayList<>();
    for (JsonTree input : snapshot.get("inputs").list()) {
      inputs.add(input.get("input").text() + " " + input.get("state").text());
    }
    line("outputs        %s", some(outputs));
    line("inputs         %s", some(inputs));
  }

  private void board() throws JsonTree.Malformed {
    if (health.isEmpty()) {
      line("board          nothing measured yet");
      return;
    }
    JsonTree board = health.get();
    List<String> facts = new ArrayList<>();
    add(facts, board.find("temperature_c"), 1, "%.1f C");
    add(facts, board.find("rss_bytes"), 1 << 20, "memory %.0f MiB");
    add(facts, board.get("inference_ms").find("p50"), 1, "inference %.1f ms");
    if (board.find("throttled").isPresent() && board.get("throttled").number() != 0) {
      facts.add("throttled (pipit doctor says why)");
    }
    line("board          %s", some(facts));
    JsonTree recovery = board.get("recovery");
    line(
        "recovery       crashes %.0f, restarts %.0f, reboots %.0f",
        recovery.get("crashes").number(),
        recovery.get("restarts").number(),
        recovery.get("reboots").number());
    List<String> clients = new ArrayList<>();
    for (JsonTree client : board.get("subscribers").list()) {
      double lost = client.get("dropped").number();
      clients.add(
          client.get("client").text()
              + (lost > 0 ? String.format(Locale.ROOT, " lost %.0f", lost) : ""));
    }
    line("clients        %s", some(clients));
  }

  private static void add(List<String> facts, Optional<JsonTree> value, double unit, String format)
      throws JsonTree.Malformed {
    if (value.isPresent()) {
      facts.add(String.format(Locale.ROOT, format, value.get().number() / unit));
    }
  }

  private static String some(List<String> texts) {
    return texts.isEmpty() ? "none" : String.join(", ", texts);
  }

  private static String number(JsonTree value, String format) throws JsonTree.Malformed {
    return String.format(Locale.ROOT, format, value.number());
  }

  /** Such as 0.1 s, 12 s, 3 min, 4 h 5 min or 12 d 4 h. */
  static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
    }
    long whole = (long) seconds;
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min";
    }
    long hours = whole / 3600;
    return hours < 24
        ? hours + " h " + whole % 3600 / 60 + " min"
        : hours / 24 + " d " + hours % 24 + " h";
  }

  private void line(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
