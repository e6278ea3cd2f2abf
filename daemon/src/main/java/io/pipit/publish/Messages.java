package io.pipit.publish;

import io.pipit.health.HealthSample;
import io.pipit.publish.JsonLine.Body;
import io.pipit.scene.CameraState;
import io.pipit.scene.FrameTime;
import io.pipit.scene.ModelIdentity;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent.LineCrossed;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.SceneEvent.ZoneChanged;
import io.pipit.scene.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the program says, as JSON lines; docs/protocol.md is the contract. Net thread only.
 */
public final class Messages {
  private static final int PROTOCOL = 1;

  private final Origin origin;
  private final MessageClock clock;
  private final Fields fields;
  private boolean clockSynced;

  public Messages(Origin origin, MessageClock clock) {
    this.origin = origin;
    this.clock = clock;
    fields = new Fields(clock, origin.model().name());
  }

  /** Whether the wall clock is known to be right, for all messages from now on. */
  void clockSynced(boolean synced) {
    clockSynced = synced;
  }

  byte[] hello(long seq) {
    ModelIdentity model = origin.model();
    return message(
        "hello",
        seq,
        json -> {
          json.writeNumberField("protocol", PROTOCOL);
          json.writeStringField("node", origin.node());
          json.writeStringField("version", origin.version());
          json.writeObjectFieldStart("model");
          json.writeStringField("name", model.name());
          json.writeStringField("sha256", model.sha256());
          json.writeStringField("precision", model.precision());
          JsonLine.strings(json, "classes", model.classes());
          json.writeEndObject();
          JsonLine.strings(json, "cameras", origin.cameras());
          JsonLine.strings(json, "zones", origin.zones());
          json.writeStringField("auth", "none");
        });
  }

  byte[] snapshot(long seq, LiveState state, Filter filter) {
    return message("snapshot", seq, json -> fields.snapshot(json, state, filter));
  }

  /**
   * A track's message: new, update or end.
   *
   * @param end when the track was found gone; null while it lives
   */
  byte[] track(MessageType type, long seq, Report report, Track track, @Nullable FrameTime end) {
    return message(type.wireName(), seq, json -> fields.track(json, report, track, end));
  }

  byte[] frame(long seq, Report report) {
    return message("frame", seq, json -> fields.frame(json, report));
  }

  byte[] zone(long seq, ZoneChanged zone) {
    return message("zone", seq, json -> fields.zone(json, zone));
  }

  byte[] line(long seq, LineCrossed crossed) {
    return message("line", seq, json -> fields.line(json, crossed));
  }

  byte[] rule(long seq, RuleChanged rule) {
    return message("rule", seq, json -> fields.rule(json, rule));
  }

  byte[] camera(long seq, CameraState state) {
    return message("camera", seq, json -> fields.camera(json, state));
  }

  byte[] output(long seq, OutputState output) {
    return message("output", seq, json -> fields.output(json, output));
  }

  byte[] input(long seq, InputChanged input) {
    return message("input", seq, json -> fields.input(json, input));
  }

  byte[] health(long seq, HealthSample sample, int clients) {
    return message("health", seq, json -> fields.health(json, sample, clients));
  }

  /** What a client lost because it read too slowly. */
  public byte[] gap(Gap gap) {
    return message(
        "gap",
        gap.seq(),
        json -> {
          Fields.whole(json, "from", gap.from() == 0 ? null : gap.from());
          Fields.whole(json, "to", gap.to() == 0 ? null : gap.to());
          json.writeNumberField("frames", gap.frames());
          json.writeStringField("reason", "slow");
        });
  }

  /** The answer to subscribe: the filter that is in force now. */
  public byte[] subscribed(long seq, Filter filter) {
    return message(
        "ok",
        seq,
        json -> {
          json.writeStringField("cmd", "subscribe");
          List<String> types = filter.types().stream().map(MessageType::wireName).toList();
          JsonLine.strings(json, "types", types);
          JsonLine.stringsOrNull(json, "cameras", filter.cameras());
          JsonLine.stringsOrNull(json, "labels", filter.labels());
          JsonLine.stringsOrNull(json, "zones", filter.zones());
          json.writeNumberField("min_score", filter.minScore());
        });
  }

  /** The answer to something wrong. */
  public byte[] error(long seq, Rejection rejection) {
    return message(
        "error",
        seq,
        json -> {
          json.writeStringField("code", rejection.code().wireName());
          json.writeStringField("message", rejection.message());
          json.writeStringField("cmd", rejection.cmd());
        });
  }

  /**
   * The answer to ping.
   *
   * @param id what the client gave, as JSON
   */
  public byte[] pong(long seq, String id) {
    return message(
        "pong",
        seq,
        json -> {
          json.writeFieldName("id");
          json.writeRawValue(id);
        });
  }

  private byte[] message(String type, long seq, Body body) {
    return JsonLine.of(
        json -> {
          json.writeStringField("type", type);
          json.writeNumberField("seq", seq);
          json.writeStringField("boot_id", origin.bootId());
          json.writeStringField("time", clock.time());
          json.writeNumberField("mono_ms", clock.monoMillis());
          json.writeBooleanField("clock_synced", clockSynced);
          body.write(json);
        });
  }
}
