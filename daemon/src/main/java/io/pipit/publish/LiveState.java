package io.pipit.publish;

import io.pipit.scene.CameraState;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.SceneEvent.ZoneChanged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is true now, for snapshots. Owned by the net thread. */
final class LiveState {
  private final Map<String, CameraState> cameras = new LinkedHashMap<>();
  private final Map<String, Report> lastReports = new LinkedHashMap<>();
  private final Map<List<String>, ZoneChanged> zones = new LinkedHashMap<>();
  private final Set<String> rules = new TreeSet<>();
  private final Map<String, OutputState> outputs = new TreeMap<>();
  private final Map<String, InputChanged> inputs = new TreeMap<>();

  LiveState(List<String> names) {
    for (String name : names) {
      cameras.put(
          name,
          new CameraState(name, CameraState.Status.RECONNECTING, "no picture has come yet", 0, 0));
    }
  }

  void update(Report report) {
    lastReports.put(report.camera(), report);
    report.events().forEach(this::update);
  }

  void update(SceneEvent event) {
    if (event instanceof ZoneChanged zone) {
      zones.put(List.of(zone.camera(), zone.zone(), zone.label()), zone);
    } else if (event instanceof RuleChanged rule && !rule.momentary()) {
      if (rule.active()) {
        rules.add(rule.rule());
      } else {
        rules.remove(rule.rule());
      }
    }
  }

  void update(CameraState state) {
    cameras.put(state.camera(), state);
  }

  void update(OutputState output) {
    outputs.put(output.output(), output);
  }

  void update(InputChanged input) {
    inputs.put(input.input(), input);
  }

  /** Every output's state, by name. */
  Iterable<OutputState> outputs() {
    return outputs.values();
  }

  /** Every input's state, by name. */
  Iterable<InputChanged> inputs() {
    return inputs.values();
  }

  /** Every camera's state, in the order of the configuration. */
  Iterable<CameraState> cameras() {
    return cameras.values();
  }

  /** The last count of every zone and label that was ever seen in it. */
  Iterable<ZoneChanged> zones() {
    return zones.values();
  }

  /** The rules that hold. */
  Iterable<String> rules() {
    return rules;
  }

  /** The camera's last report; null before its first. */
  @Nullable Report lastReport(String camera) {
    return lastReports.get(camera);
  }
}
