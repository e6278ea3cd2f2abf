package io.pipit.publish.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.event.CameraState;
import io.pipit.event.ConfigReloaded;
import io.pipit.event.Event;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.CameraSample;
import io.pipit.event.HealthSample.Client;
import io.pipit.event.HealthSample.Delivery;
import io.pipit.event.InputChanged;
import io.pipit.event.LineCrossed;
import io.pipit.event.OutputState;
import io.pipit.event.RecoveryCounts;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.event.ZoneChanged;
import io.pipit.publish.MessageClock;
import io.pipit.publish.MessageClock.Stamp;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.Track;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what an event says: the fields of a JSON object that is open. */
final class EventJson implements Event.Visitor<IOException> {
  private final JsonGenerator json;
  private final Stamp stamp;
  private final String model;

  /**
   * A writer of one message.
   *
   * @param stamp when the message came to be; ages count to it
   * @param model the model's name, for tracks
   */
  EventJson(JsonGenerator json, Stamp stamp, String model) {
    this.json = json;
    this.stamp = stamp;
    this.model = model;
  }

  @Override
  public void track(TrackChanged changed) throws IOException {
    FrameTime end = changed.phase() == Phase.ENDED ? changed.time() : null;
    track(
        changed.camera(), changed.track(), changed.time(), changed.width(), changed.height(), end);
  }

  /** A track as it is at a report. */
  void track(Report report, Track track) throws IOException {
    track(report.camera(), track, report.time(), report.width(), report.height(), null);
  }

  private void track(
      String camera, Track track, FrameTime time, int width, int height, @Nullable FrameTime end)
      throws IOException {
    json.writeStringField("camera", camera);
    json.writeStringField("id", Long.toString(track.id()));
    json.writeStringField("label", track.label());
    JsonLine.score(json, "score", track.score());
    JsonLine.score(json, "top_score", track.topScore());
    JsonLine.box(json, track.box());
    JsonLine.relativeBox(json, track.box(), width, height);
    json.writeNumberField("area", Math.round(track.box().area()));
    double ratio = (double) track.box().width() / track.box().height();
    JsonLine.number(json, "ratio", ratio, 100);
    json.writeStringField("start_time", MessageClock.format(track.start().wallMillis()));
    json.writeStringField("end_time", end == null ? null : MessageClock.format(end.wallMillis()));
    JsonLine.strings(json, "current_zones", track.currentZones());
    JsonLine.strings(json, "entered_zones", track.enteredZones());
    json.writeBooleanField("stationary", track.stationary());
    json.writeNumberField("motionless_count", track.motionless());
    frameTime(time);
    json.writeStringField("model", model);
  }

  @Override
  public void report(Report report) throws IOException {
    json.writeStringField("camera", report.camera());
    json.writeNumberField("number", report.number());
    frameTime(report.time());
    json.writeNumberField("width", report.width());
    json.writeNumberField("height", report.height());
    json.writeBooleanField("looked", report.looked());
    json.writeArrayFieldStart("detections");
    for (Detection detection : report.detections()) {
      json.writeStartObject();
      json.writeStringField("label", detection.label());
      JsonLine.score(json, "score", detection.score());
      JsonLine.box(json, detection.box());
      json.writeEndObject();
    }
    json.writeEndArray();
    frameTracks(report.tracks());
    latency(report.latency());
    json.writeNumberField("dropped", report.dropped());
  }

  /** When a camera's last report was. */
  void frame(Report report) throws IOException {
    json.writeStringField("camera", report.camera());
    frameTime(report.time());
  }

  @Override
  public void line(LineCrossed crossed) throws IOException {
    json.writeStringField("camera", crossed.camera());
    json.writeStringField("line", crossed.line());
    json.writeStringField("direction", lower(crossed.direction()));
    json.writeStringField("id", Long.toString(crossed.track().id()));
    json.writeStringField("label", crossed.track().label());
    JsonLine.score(json, "score", crossed.track().score());
  }

  @Override
  public void rule(RuleChanged rule) throws IOException {
    json.writeStringField("rule", rule.rule());
    json.writeStringField("state", rule.active() ? "fired" : "cleared");
    JsonLine.strings(json, "events", rule.events());
    json.writeStringField("snapshot", rule.snapshot());
    Because because = rule.because();
    if (because == null) {
      json.writeNullField("because");
      return;
    }
    json.writeObjectFieldStart("because");
    json.writeStringField("camera", because.camera());
    json.writeStringField("id", Long.toString(because.track().id()));
    json.writeStringField("label", because.track().label());
    JsonLine.score(json, "score", because.track().score());
    json.writeStringField("place", because.place());
    json.writeEndObject();
  }

  @Override
  public void health(HealthSample sample) throws IOException {
    JsonLine.number(json, "uptime_s", sample.uptimeSeconds(), 10);
    json.writeObjectFieldStart("cameras");
    for (CameraSample camera : sample.cameras()) {
      json.writeObjectFieldStart(camera.camera());
      JsonLine.number(json, "fps", camera.fps(), 100);
      json.writeNumberField("captured", camera.captured());
      json.writeNumberField("dropped", camera.dropped());
      json.writeNumberField("reopened", camera.reopened());
      json.writeNumberField("looked", camera.looked());
      json.writeNumberField("skipped", camera.skipped());
      json.writeStringField("decoder", camera.decoder().name());
      json.writeNumberField("fallbacks", camera.decoder().fallbacks());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("inference_ms");
    JsonLine.number(json, "p50", sample.inferMedianMillis(), 1000);
    JsonLine.number(json, "p95", sample.inferP95Millis(), 1000);
    json.writeEndObject();
    JsonLine.whole(json, "rss_bytes", sample.rssBytes());
    JsonLine.number(json, "temperature_c", sample.temperatureCelsius(), 10);
    JsonLine.whole(json, "throttled", sample.throttled());
    recovery(sample.recovery());
    delivery(sample.delivery());
  }

  @Override
  public void zone(ZoneChanged zone) throws IOException {
    json.writeStringField("camera", zone.camera());
    json.writeStringField("zone", zone.zone());
    json.writeStringField("label", zone.label());
    json.writeNumberField("count", zone.count());
    json.writeBooleanField("occupied", zone.count() > 0);
  }

  @Override
  public void camera(CameraState state) throws IOException {
    json.writeStringField("camera", state.camera());
    json.writeStringField("state", lower(state.status()));
    json.writeStringField("reason", state.reason());
    json.writeNumberField("attempt", state.attempt());
    JsonLine.number(json, "next_try_s", state.nextTrySeconds(), 10);
  }

  @Override
  public void output(OutputState output) throws IOException {
    json.writeStringField("output", output.output());
    json.writeStringField("state", lower(output.status()));
    json.writeStringField("cause", output.cause());
    json.writeBooleanField("dry_run", output.dryRun());
    json.writeStringField("since", MessageClock.format(output.time().wallMillis()));
  }

  @Override
  public void input(InputChanged input) throws IOException {
    json.writeStringField("input", input.input());
    json.writeStringField("state", input.active() ? "active" : "inactive");
    json.writeStringField("since", MessageClock.format(input.time().wallMillis()));
  }

  @Override
  public void config(ConfigReloaded reloaded) throws IOException {
    json.writeStringField("state", reloaded.applied() ? "applied" : "refused");
    json.writeNumberField("errors", reloaded.errors());
    JsonLine.strings(json, "restart", reloaded.restart());
  }

  private void frameTime(FrameTime time) throws IOException {
    json.writeStringField("frame_time", MessageClock.format(time.wallMillis()));
    json.writeNumberField("age_ms", (stamp.monoNanos() - time.monoNanos()) / 1_000_000);
  }

  private void frameTracks(List<Track> tracks) throws IOException {
    json.writeArrayFieldStart("tracks");
    for (Track track : tracks) {
      json.writeStartObject();
      json.writeStringField("id", Long.toString(track.id()));
      json.writeStringField("label", track.label());
      JsonLine.score(json, "score", track.score());
      JsonLine.box(json, track.box());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void latency(Latency latency) throws IOException {
    json.writeObjectFieldStart("latency_ms");
    JsonLine.millis(json, "capture", latency.capture());
    JsonLine.millis(json, "gate", latency.gate());
    JsonLine.millis(json, "preprocess", latency.preprocess());
    JsonLine.millis(json, "infer", latency.infer());
    JsonLine.millis(json, "decode", latency.decode());
    JsonLine.millis(json, "nms", latency.nms());
    JsonLine.millis(json, "track", latency.track());
    JsonLine.millis(json, "total", latency.total());
    json.writeEndObject();
  }

  private void recovery(RecoveryCounts counts) throws IOException {
    json.writeObjectFieldStart("recovery");
    json.writeNumberField("reopened", counts.reopened());
    json.writeNumberField("found_again", counts.foundAgain());
    json.writeNumberField("usb_resets", counts.usbResets());
    json.writeNumberField("crashes", counts.crashes());
    json.writeNumberField("restarts", counts.restarts());
    json.writeNumberField("reboots", counts.reboots());
    json.writeEndObject();
  }

  private void delivery(Delivery delivery) throws IOException {
    json.writeNumberField("clients", delivery.clients().size());
    json.writeNumberField("skipped", delivery.skipped());
    json.writeArrayFieldStart("subscribers");
    for (Client client : delivery.clients()) {
      json.writeStartObject();
      json.writeStringField("client", client.name());
      json.writeNumberField("dropped", client.dropped());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
