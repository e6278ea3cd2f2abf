package io.pipit.publish.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.event.CameraState;
import io.pipit.event.Event;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.Client;
import io.pipit.event.HealthSample.Delivery;
import io.pipit.event.OutputState;
import io.pipit.event.RecoveryCounts;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.publish.JsonShape;
import io.pipit.publish.LiveState;
import io.pipit.publish.MessageClock;
import io.pipit.publish.Rejection;
import io.pipit.publish.Samples;
import io.pipit.publish.Subscription;
import io.pipit.scene.Box;
import io.pipit.scene.Track;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private final MessageClock clock = Samples.clock();
  private final Messages messages = new Messages(Samples.NODE, clock);

  @Test
  void everyMessageSaysWhichItIsWhoSentItAndWhen() {
    Map<String, Object> pong = JsonShape.read(messages.pong(17, "null"));
    assertEquals("pong", pong.get("type"));
    assertEquals(17L, pong.get("seq"));
    assertEquals(Samples.NODE.bootId(), pong.get("boot_id"));
    assertEquals("2026-11-24T10:15:31.250Z", pong.get("time"));
    assertEquals(93_123L, pong.get("mono_ms"));
    assertEquals(false, pong.get("clock_synced"));
  }

  @Test
  void aTrackSaysWhereAndHowOldItsFrameIs() {
    Track track = Samples.track(7, "person", 0.9018f);
    Map<String, Object> said = said(Samples.trackChanged(Phase.STARTED, "street", track));
    assertEquals("7", said.get("id"));
    assertEquals(0.8731, said.get("score"));
    assertEquals(0.9018, said.get("top_score"));
    assertEquals(List.of(412.4, 188.2, 498.9, 431.6), said.get("box"));
    assertEquals(List.of(0.3222, 0.2614, 0.3898, 0.5994), said.get("box_rel"));
    assertEquals(21_054L, said.get("area"));
    assertEquals(0.36, said.get("ratio"));
    assertEquals("2026-11-24T10:15:28.403Z", said.get("start_time"));
    assertEquals("2026-11-24T10:15:31.186Z", said.get("frame_time"));
    assertEquals(64L, said.get("age_ms"));
    assertEquals(12L, said.get("motionless_count"));
    assertEquals("edge8", said.get("model"));
  }

  @Test
  void aBoxWithoutHeightHasNoRatio() {
    for (Box flat : List.of(new Box(1, 2, 3, 2), new Box(1, 2, 1, 2))) {
      Track track = new Track(1, "dog", 1, 1, flat, Samples.ago(1), Samples.ago(1), 0, false);
      Map<String, Object> said = said(Samples.trackChanged(Phase.STARTED, "street", track));
      assertEquals(null, said.get("ratio"));
      assertEquals(0L, said.get("area"));
    }
  }

  @Test
  void whatABoardDoesNotReportIsNull() {
    HealthSample sample =
        new HealthSample(
            0, List.of(), null, null, null, null, null, RecoveryCounts.NONE, false, Delivery.NONE);
    Map<String, Object> said = said(sample);
    assertEquals(Map.of(), said.get("cameras"));
    for (String field : List.of("rss_bytes", "temperature_c", "throttled")) {
      assertEquals(true, said.containsKey(field), field);
      assertEquals(null, said.get(field), field);
    }
    Map<?, ?> inference = (Map<?, ?>) said.get("inference_ms");
    assertEquals(2, inference.size());
    assertEquals(null, inference.get("p50"));
  }

  @Test
  void anErrorWithoutACommandSaysNull() {
    Rejection rejection = new Rejection(Rejection.Code.NOT_UTF8, "no", null);
    Map<String, Object> said = JsonShape.read(messages.error(1, rejection));
    assertEquals("not_utf8", said.get("code"));
    assertEquals(true, said.containsKey("cmd"));
    assertEquals(null, said.get("cmd"));
  }

  @Test
  void camerasStandInTheOrderOfTheConfigurationEvenBeforeTheirFirstWord() {
    LiveState state = Samples.state(List.of("b", "a", "c"));
    Samples.update(state, CameraState.ok("c"));
    Map<String, Object> said = JsonShape.read(messages.snapshot(1, state, Subscription.DEFAULT));
    assertEquals(
        List.of("b reconnecting", "a reconnecting", "c ok"),
        ((List<?>) said.get("cameras"))
            .stream()
                .map(camera -> (Map<?, ?>) camera)
                .map(camera -> camera.get("camera") + " " + camera.get("state"))
                .toList());
  }

  @Test
  void outputsAndInputsStandByNameAsTheyWereLastPublished() {
    LiveState state = Samples.state(List.of());
    Samples.update(state, Samples.output("siren"));
    Samples.update(state, Samples.output("lamp"));
    Samples.update(
        state,
        new OutputState("siren", OutputState.Status.FAULT, "safe: stop", true, Samples.ago(1)));
    Samples.update(state, Samples.input("key"));
    Map<String, Object> said = JsonShape.read(messages.snapshot(1, state, Subscription.DEFAULT));
    List<?> outputs = (List<?>) said.get("outputs");
    assertEquals("lamp", ((Map<?, ?>) outputs.get(0)).get("output"));
    assertEquals(
        Map.of(
            "output", "siren",
            "state", "fault",
            "cause", "safe: stop",
            "dry_run", true,
            "since", "2026-11-24T10:15:31.249Z"),
        outputs.get(1));
    assertEquals(
        List.of(Map.of("input", "key", "state", "active", "since", "2026-11-24T10:15:31.248Z")),
        said.get("inputs"));
  }

  @Test
  void aCamerasLastReportReplacesTheOneBefore() {
    LiveState state = Samples.state(List.of("street"));
    assertEquals(null, state.lastReport("street"));
    Samples.update(state, Samples.report("street"));
    var second = Samples.report("street", List.of(), List.of());
    Samples.update(state, second);
    assertEquals(second, state.lastReport("street"));
  }

  @Test
  void healthSaysWhatEachClientHasLost() {
    Delivery delivery = new Delivery(7, List.of(new Client("127.0.0.1:5001", 3)));
    Map<String, Object> said = said(Samples.health().with(delivery));
    assertEquals(1L, said.get("clients"));
    assertEquals(7L, said.get("skipped"));
    assertEquals(
        List.of(Map.of("client", "127.0.0.1:5001", "dropped", 3L)), said.get("subscribers"));
  }

  private Map<String, Object> said(Event event) {
    return JsonShape.read(messages.event(1, event, clock.stamp()));
  }
}
