package io.pipit.publish.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.event.Event;
import io.pipit.event.Event.Kind;
import io.pipit.publish.Gap;
import io.pipit.publish.LiveState;
import io.pipit.publish.MessageClock;
import io.pipit.publish.MessageClock.Stamp;
import io.pipit.publish.NodeInfo;
import io.pipit.publish.Rejection;
import io.pipit.publish.Subscription;
import io.pipit.publish.json.JsonLine.Body;
import io.pipit.scene.ModelIdentity;
import java.util.List;

/**
 * Everything the program says, as JSON lines; docs/protocol.md is the contract. Net thread only.
 */
public final class Messages {
  private static final int PROTOCOL = 1;

  private final NodeInfo node;
  private final MessageClock clock;
  private final JsonLine line = new JsonLine();

  public Messages(NodeInfo node, MessageClock clock) {
    this.node = node;
    this.clock = clock;
  }

  /** The first message to a client. */
  public byte[] hello(long seq) {
    ModelIdentity model = node.model();
    return message(
        "hello",
        seq,
        json -> {
          json.writeNumberField("protocol", PROTOCOL);
          json.writeStringField("node", node.node());
          json.writeStringField("version", node.version());
          json.writeObjectFieldStart("model");
          json.writeStringField("name", model.name());
          json.writeStringField("sha256", model.sha256());
          json.writeStringField("precision", model.precision());
          JsonLine.strings(json, "classes", model.classes());
          json.writeEndObject();
          JsonLine.strings(json, "cameras", node.cameras());
          JsonLine.strings(json, "zones", node.zones());
          json.writeStringField("auth", "none");
        });
  }

  /** What is true now, as far as a subscription wants it. */
  public byte[] snapshot(long seq, LiveState state, Subscription subscription) {
    Stamp stamp = clock.stamp();
    return message(
        "snapshot",
        seq,
        stamp,
        json -> new SnapshotJson(json, eventJson(json, stamp), state, subscription).write());
  }

  /** An event's message. */
  public byte[] event(long seq, Event event, Stamp stamp) {
    return message(
        event.kind().wireName(), seq, stamp, json -> event.accept(eventJson(json, stamp)));
  }

  /** What a client lost because it read too slowly. */
  public byte[] gap(Gap gap) {
    return message(
        "gap",
        gap.seq(),
        json -> {
          JsonLine.whole(json, "from", gap.from() == 0 ? null : gap.from());
          JsonLine.whole(json, "to", gap.to() == 0 ? null : gap.to());
          json.writeNumberField("frames", gap.frames());
          json.writeStringField("reason", "slow");
        });
  }

  /** The answer to subscribe: the filter that is in force now. */
  public byte[] subscribed(long seq, Subscription subscription) {
    return message(
        "ok",
        seq,
        json -> {
          json.writeStringField("cmd", "subscribe");
          List<String> types = subscription.kinds().stream().map(Kind::wireName).toList();
          JsonLine.strings(json, "types", types);
          JsonLine.stringsOrNull(json, "cameras", subscription.cameras());
          JsonLine.stringsOrNull(json, "labels", subscription.labels());
          JsonLine.stringsOrNull(json, "zones", subscription.zones());
          json.writeNumberField("min_score", subscription.minScore());
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
    return message(type, seq, clock.stamp(), body);
  }

  private byte[] message(String type, long seq, Stamp stamp, Body body) {
    return line.of(
        json -> {
          json.writeStringField("type", type);
          json.writeNumberField("seq", seq);
          json.writeStringField("boot_id", node.bootId());
          json.writeStringField("time", MessageClock.format(stamp.wallMillis()));
          json.writeNumberField("mono_ms", stamp.monoMillis());
          json.writeBooleanField("clock_synced", stamp.synced());
          body.write(json);
        });
  }

  private EventJson eventJson(JsonGenerator json, Stamp stamp) {
    return new EventJson(json, stamp, node.model().name());
  }
}
