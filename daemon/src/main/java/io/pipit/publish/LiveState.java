package io.pipit.publish;

import io.pipit.event.CameraState;
import io.pipit.event.ConfigReloaded;
import io.pipit.event.Event;
import io.pipit.event.HealthSample;
import io.pipit.event.InputChanged;
import io.pipit.event.LineCrossed;
import io.pipit.event.OutputState;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.TrackChanged;
import io.pipit.event.ZoneChanged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is true now, for snapshots. Owned by the net thread. */
public final class LiveState implements Event.Visitor<RuntimeException> {
  private final Map<String, CameraState> cameras = new LinkedHashMap<>();
  private final Map<String, Report> lastReports = new LinkedHashMap<>();
  private final Map<List<String>, ZoneChanged> zones = new LinkedHashMap<>();
  private final Set<String> rules = new TreeSet<>();
  private final Map<String, OutputState> outputs = new TreeMap<>();
  private final Map<String, InputChanged> inputs = new TreeMap<>();
  private @Nullable HealthSample health;

  LiveState(List<String> names) {
    for (String name : names) {
      cameras.put(
          name, new CameraState(name, CameraState.Status.RECONNECTING, "no frame yet", 0, 0));
    }
  }

  /** Nothing: a camera's tracks are in its last report. */
  @Override
  public void track(TrackChanged track) {}

  @Override
  public void zone(ZoneChanged zone) {
    zones.put(List.of(zone.camera(), zone.zone(), zone.label()), zone);
  }

  /** Nothing: it was a moment. */
  @Override
  public void line(LineCrossed line) {}

  @Override
  public void rule(RuleChanged rule) {
    if (rule.active() && !rule.momentary()) {
      rules.add(rule.rule());
    } else {
      rules.remove(rule.rule());
    }
  }

  @Override
  public void report(Report report) {
    lastReports.put(report.camera(), report);
  }

  @Override
  public void camera(CameraState state) {
    cameras.put(state.camera(), state);
  }

  @Override
  public void output(OutputState output) {
    outputs.put(output.output(), output);
  }

  @Override
  public void input(InputChanged input) {
    inputs.put(input.input(), input);
  }

  @Override
  public void health(HealthSample sample) {
    health = sample;
  }

  @Override
  public void config(ConfigReloaded reloaded) {
    if (reloaded.applied()) {
      outputs.keySet().retainAll(reloaded.pins());
      inputs.keySet().retainAll(reloaded.pins());
    }
  }

  /** The last sample; null before the first. */
  public @Nullable HealthSample health() {
    return health;
  }

  /** Every output's state, by name. */
  public Iterable<OutputState> outputs() {
    return outputs.values();
  }

  /** Every input's state, by name. */
  public Iterable<InputChanged> inputs() {
    return inputs.values();
  }

  /** Every camera's state, in the order of the configuration. */
  public Iterable<CameraState> cameras() {
    return cameras.values();
  }

  /** The last count of every zone and label that was ever seen in it. */
  public Iterable<ZoneChanged> zones() {
    return zones.values();
  }

  /** The rules that hold. */
  public Iterable<String> rules() {
    return rules;
  }

  /** The camera's last report; null before its first. */
  public @Nullable Report lastReport(String camera) {
    return lastReports.get(camera);
  }
}
