package io.pipit.publish;

import io.pipit.scene.CameraState;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is true now, for snapshots. Owned by the net thread. */
final class LiveState {
  private final Map<String, CameraState> cameras = new LinkedHashMap<>();
  private final Map<String, Report> lastReports = new LinkedHashMap<>();
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

  /** The camera's last report; null before its first. */
  @Nullable Report lastReport(String camera) {
    return lastReports.get(camera);
  }
}
