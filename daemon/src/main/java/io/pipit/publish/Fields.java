package io.pipit.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.health.HealthSample;
import io.pipit.health.HealthSample.CameraSample;
import io.pipit.health.RecoveryCounts;
import io.pipit.scene.CameraState;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent.Because;
import io.pipit.scene.SceneEvent.LineCrossed;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.SceneEvent.ZoneChanged;
import io.pipit.scene.Track;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the messages say of each value: the fields of a JSON object that is open. */
final class Fields {
  private final MessageClock clock;
  private final String model;

  /**
   * @param model the model's name, for tracks
   */
  Fields(MessageClock clock, String model) {
    this.clock = clock;
    this.model = model;
  }

  void snapshot(JsonGenerator json, LiveState state, Filter filter) throws IOException {
    json.writeArrayFieldStart("cameras");
    for (CameraState camera : state.cameras()) {
      if (filter.passesCamera(camera.camera())) {
        json.writeStartObject();
        camera(json, camera);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("tracks");
    for (CameraState camera : state.cameras()) {
      Report report = state.lastReport(camera.camera());
      if (report != null && filter.passesCamera(camera.camera())) {
        snapshotTracks(json, report, filter);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("zones");
    for (ZoneChanged zone : state.zones()) {
      if (filter.passesCamera(zone.camera())
          && filter.passesTrack(zone.label(), 1, List.of(zone.zone()))) {
        json.writeStartObject();
        zone(json, zone);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rules");
    for (String rule : state.rules()) {
      json.writeString(rule);
    }
    json.writeEndArray();
    snapshotPins(json, state);
  }

  void frame(JsonGenerator json, Report report) throws IOException {
    json.writeStringField("camera", report.camera());
    json.writeNumberField("number", report.number());
    frameTime(json, report.time());
    json.writeNumberField("width", report.width());
    json.writeNumberField("height", report.height());
    json.writeArrayFieldStart("detections");
    for (Detection detection : report.detections()) {
      json.writeStartObject();
      json.writeStringField("label", detection.label());
      score(json, "score", detection.score());
      JsonLine.box(json, detection.box());
      json.writeEndObject();
    }
    json.writeEndArray();
    frameTracks(json, report.tracks());
    latency(json, report.latency());
    json.writeNumberField("dropped", report.dropped());
  }

  void line(JsonGenerator json, LineCrossed crossed) throws IOException {
    json.writeStringField("camera", crossed.camera());
    json.writeStringField("line", crossed.line());
    json.writeStringField("direction", crossed.direction().name().toLowerCase(Locale.ROOT));
    json.writeStringField("id", Long.toString(crossed.track().id()));
    json.writeStringField("label", crossed.track().label());
    score(json, "score", crossed.track().score());
  }

  void rule(JsonGenerator json, RuleChanged rule) throws IOException {
    json.writeStringField("rule", rule.rule());
    json.writeStringField("state", rule.active() ? "fired" : "cleared");
    JsonLine.strings(json, "events", rule.events());
    Because because = rule.because();
    if (because == null) {
      json.writeNullField("because");
      return;
    }
    json.writeObjectFieldStart("because");
    json.writeStringField("camera", because.camera());
    json.writeStringField("id", Long.toString(because.track().id()));
    json.writeStringField("label", because.track().label());
    score(json, "score", because.track().score());
    json.writeStringField("place", because.place());
    json.writeEndObject();
  }

  void health(JsonGenerator json, HealthSample sample, int clients) throws IOException {
    JsonLine.number(json, "uptime_s", sample.uptimeSeconds(), 10);
    json.writeObjectFieldStart("cameras");
    for (CameraSample camera : sample.cameras()) {
      json.writeObjectFieldStart(camera.camera());
      JsonLine.number(json, "fps", camera.fps(), 100);
      json.writeNumberField("captured", camera.captured());
      json.writeNumberField("dropped", camera.dropped());
      json.writeNumberField("reopened", camera.reopened());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("inference_ms");
    JsonLine.number(json, "p50", sample.inferMedianMillis(), 1000);
    JsonLine.number(json, "p95", sample.inferP95Millis(), 1000);
    json.writeEndObject();
    whole(json, "rss_bytes", sample.rssBytes());
    JsonLine.number(json, "temperature_c", sample.temperatureCelsius(), 10);
    whole(json, "throttled", sample.throttled());
    recovery(json, sample.recovery());
    json.writeNumberField("clients", clients);
  }

  private static void recovery(JsonGenerator json, RecoveryCounts counts) throws IOException {
    json.writeObjectFieldStart("recovery");
    json.writeNumberField("reopened", counts.reopened());
    json.writeNumberField("found_again", counts.foundAgain());
    json.writeNumberField("usb_resets", counts.usbResets());
    json.writeNumberField("crashes", counts.crashes());
    json.writeNumberField("restarts", counts.restarts());
    json.writeNumberField("reboots", counts.reboots());
    json.writeEndObject();
  }

  void track(JsonGenerator json, Report report, Track track, @Nullable FrameTime end)
      throws IOException {
    json.writeStringField("camera", report.camera());
    json.writeStringField("id", Long.toString(track.id()));
    json.writeStringField("label", track.label());
    score(json, "score", track.score());
    score(json, "top_score", track.topScore());
    JsonLine.box(json, track.box());
    JsonLine.relativeBox(json, track.box(), report.width(), report.height());
    json.writeNumberField("area", Math.round(track.box().area()));
    double ratio = (double) track.box().width() / track.box().height();
    JsonLine.number(json, "ratio", ratio, 100);
    json.writeStringField("start_time", MessageClock.format(track.start().wallMillis()));
    json.writeStringField("end_time", end == null ? null : MessageClock.format(end.wallMillis()));
    JsonLine.strings(json, "current_zones", track.currentZones());
    JsonLine.strings(json, "entered_zones", track.enteredZones());
    json.writeBooleanField("stationary", track.stationary());
    json.writeNumberField("motionless_count", track.motionless());
    frameTime(json, report.time());
    json.writeStringField("model", model);
  }

  void zone(JsonGenerator json, ZoneChanged zone) throws IOException {
    json.writeStringField("camera", zone.camera());
    json.writeStringField("zone", zone.zone());
    json.writeStringField("label", zone.label());
    json.writeNumberField("count", zone.count());
    json.writeBooleanField("occupied", zone.count() > 0);
  }

  void camera(JsonGenerator json, CameraState state) throws IOException {
    json.writeStringField("camera", state.camera());
    json.writeStringField("state", state.status().name().toLowerCase(Locale.ROOT));
    json.writeStringField("reason", state.reason());
    json.writeNumberField("attempt", state.attempt());
    JsonLine.number(json, "next_try_s", state.nextTrySeconds(), 10);
  }

  void output(JsonGenerator json, OutputState output) throws IOException {
    json.writeStringField("output", output.output());
    json.writeStringField("state", output.status().name().toLowerCase(Locale.ROOT));
    json.writeStringField("cause", output.cause());
    json.writeBooleanField("dry_run", output.dryRun());
    json.writeStringField("since", MessageClock.format(output.time().wallMillis()));
  }

  void input(JsonGenerator json, InputChanged input) throws IOException {
    json.writeStringField("input", input.input());
    json.writeStringField("state", input.active() ? "active" : "inactive");
    json.writeStringField("since", MessageClock.format(input.time().wallMillis()));
  }

  private void snapshotPins(JsonGenerator json, LiveState state) throws IOException {
    json.writeArrayFieldStart("outputs");
    for (OutputState output : state.outputs()) {
      json.writeStartObject();
      output(json, output);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("inputs");
    for (InputChanged input : state.inputs()) {
      json.writeStartObject();
      input(json, input);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void snapshotTracks(JsonGenerator json, Report report, Filter filter) throws IOException {
    for (Track track : report.tracks()) {
      if (filter.passesTrack(track.label(), track.topScore(), track.enteredZones())) {
        json.writeStartObject();
        track(json, report, track, null);
        json.writeEndObject();
      }
    }
  }

  private void frameTime(JsonGenerator json, FrameTime time) throws IOException {
    json.writeStringField("frame_time", MessageClock.format(time.wallMillis()));
    json.writeNumberField("age_ms", (clock.nanos() - time.monoNanos()) / 1_000_000);
  }

  private static void frameTracks(JsonGenerator json, List<Track> tracks) throws IOException {
    json.writeArrayFieldStart("tracks");
    for (Track track : tracks) {
      json.writeStartObject();
      json.writeStringField("id", Long.toString(track.id()));
      json.writeStringField("label", track.label());
      score(json, "score", track.score());
      JsonLine.box(json, track.box());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void latency(JsonGenerator json, Latency latency) throws IOException {
    json.writeObjectFieldStart("latency_ms");
    JsonLine.millis(json, "capture", latency.capture());
    JsonLine.millis(json, "preprocess", latency.preprocess());
    JsonLine.millis(json, "infer", latency.infer());
    JsonLine.millis(json, "decode", latency.decode());
    JsonLine.millis(json, "nms", latency.nms());
    JsonLine.millis(json, "track", latency.track());
    JsonLine.millis(json, "total", latency.total());
    json.writeEndObject();
  }

  static void score(JsonGenerator json, String field, float score) throws IOException {
    JsonLine.number(json, field, (double) score, 10_000);
  }

  static void whole(JsonGenerator json, String field, @Nullable Number value) throws IOException {
    json.writeFieldName(field);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value.longValue());
    }
  }
}
