package io.pipit.publish.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.event.CameraState;
import io.pipit.event.Event;
import io.pipit.event.HealthSample;
import io.pipit.event.InputChanged;
import io.pipit.event.OutputState;
import io.pipit.event.Report;
import io.pipit.event.ZoneChanged;
import io.pipit.publish.LiveState;
import io.pipit.publish.Subscription;
import io.pipit.scene.Track;
import java.io.IOException;

/** Writes what is true now, as far as a subscription wants it. */
final class SnapshotJson {
  private final JsonGenerator json;
  private final EventJson events;
  private final LiveState state;
  private final Subscription subscription;

  SnapshotJson(JsonGenerator json, EventJson events, LiveState state, Subscription subscription) {
    this.json = json;
    this.events = events;
    this.state = state;
    this.subscription = subscription;
  }

  void write() throws IOException {
    json.writeArrayFieldStart("cameras");
    for (CameraState camera : state.cameras()) {
      if (subscription.passesCamera(camera.camera())) {
        object(camera);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("tracks");
    for (CameraState camera : state.cameras()) {
      Report report = state.lastReport(camera.camera());
      if (report != null && subscription.passesCamera(camera.camera())) {
        tracks(report);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("zones");
    for (ZoneChanged zone : state.zones()) {
      if (subscription.passesCamera(zone.camera()) && subscription.passesSubject(zone.subject())) {
        object(zone);
      }
    }
    json.writeEndArray();
    JsonLine.strings(json, "rules", state.rules());
    json.writeArrayFieldStart("outputs");
    for (OutputState output : state.outputs()) {
      object(output);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("inputs");
    for (InputChanged input : state.inputs()) {
      object(input);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("frames");
    for (CameraState camera : state.cameras()) {
      Report report = state.lastReport(camera.camera());
      if (report != null && subscription.passesCamera(camera.camera())) {
        json.writeStartObject();
        events.frame(report);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    HealthSample health = state.health();
    if (health == null) {
      json.writeNullField("health");
    } else {
      json.writeFieldName("health");
      object(health);
    }
  }

  private void tracks(Report report) throws IOException {
    for (Track track : report.tracks()) {
      if (subscription.passesSubject(Event.Subject.of(track))) {
        json.writeStartObject();
        events.track(report, track);
        json.writeEndObject();
      }
    }
  }

  private void object(Event event) throws IOException {
    json.writeStartObject();
    event.accept(events);
    json.writeEndObject();
  }
}
