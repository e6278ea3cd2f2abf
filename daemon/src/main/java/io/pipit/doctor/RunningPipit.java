package io.pipit.doctor;

import io.pipit.json.JsonTree;
import io.pipit.status.EventSocketClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Pipit that runs, as it reports itself on its event socket.
 *
 * @param pins the outputs and inputs that it has
 */
record RunningPipit(String version, List<CameraState> cameras, List<String> pins) {
  RunningPipit {
    cameras = List.copyOf(cameras);
    pins = List.copyOf(pins);
  }

  /**
   * How a camera is, in the words of docs/protocol.md.
   *
   * @param decoder GStreamer's element; empty where nothing is decoded, or before the first health
   */
  record CameraState(String name, String state, String reason, String decoder) {
    @Override
    public String toString() {
      String words = reason.isEmpty() ? state : state + " (" + reason + ")";
      return decoder.isEmpty() ? words : words + ", decoder: " + decoder;
    }
  }

  /**
   * Asks whoever listens there; empty when there is no listener, or it is not a Pipit.
   *
   * @param limit for each answer
   */
  static Optional<RunningPipit> ask(String host, int port, Duration limit) {
    try (EventSocketClient client = new EventSocketClient(host, port, limit)) {
      return Optional.of(of(client.hello(), client.snapshot()));
    } catch (IOException | JsonTree.Malformed e) {
      return Optional.empty();
    }
  }

  private static RunningPipit of(JsonTree hello, JsonTree snapshot) throws JsonTree.Malformed {
    List<CameraState> cameras = new ArrayList<>();
    // There is none yet in the first seconds after the start.
    Optional<JsonTree> health = snapshot.find("health");
    for (JsonTree camera : snapshot.get("cameras").list()) {
      String name = camera.get("camera").text();
      cameras.add(
          new CameraState(
              name,
              camera.get("state").text(),
              camera.get("reason").text(),
              health.isEmpty() ? "" : health.get().get("cameras").get(name).get("decoder").text()));
    }
    List<String> pins = new ArrayList<>();
    for (String kind : List.of("output", "input")) {
      for (JsonTree pin : snapshot.get(kind + "s").list()) {
        if (kind.equals("input") || !pin.get("dry_run").flag()) {
          pins.add(pin.get(kind).text());
        }
      }
    }
    return new RunningPipit(hello.get("version").text(), cameras, pins);
  }

  Optional<CameraState> camera(String name) {
    return cameras.stream().filter(camera -> camera.name().equals(name)).findFirst();
  }
}
