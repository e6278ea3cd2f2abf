package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.scene.CameraState;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.Track;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private final EventStream stream = Samples.stream();

  /** Keeps what it is offered. */
  private static final class FakeSubscriber implements Subscriber {
    final List<Message> messages = new ArrayList<>();
    boolean frames;
    boolean fails;
    int flushes;

    @Override
    public boolean wantsFrames(String camera) {
      return frames;
    }

    @Override
    public void offer(Message message) {
      if (fails) {
        throw new IllegalStateException("made to fail");
      }
      messages.add(message);
    }

    @Override
    public void flush() {
      flushes++;
      if (fails) {
        throw new IllegalStateException("made to fail");
      }
    }

    List<String> said() {
      return messages.stream()
          .map(message -> message.type().wireName() + " " + message.seq())
          .toList();
    }
  }

  @Test
  void theNumberRisesByOneWithEachNumberedMessageAndFramesUseNone() {
    FakeSubscriber subscriber = subscriber(true);
    stream.publish(CameraState.ok("street"));
    stream.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.publish(Samples.report("street"));
    stream.publish(Samples.updated("street", Samples.track(1, "person", 0.96f)));
    stream.publish(Samples.health());
    stream.publish(Samples.ended("street", Samples.track(1, "person", 0.96f)));
    assertEquals(
        List.of(
            "camera 1",
            "new 2",
            "frame 2",
            "frame 2",
            "update 3",
            "frame 3",
            "health 4",
            "end 5",
            "frame 5"),
        subscriber.said());
  }

  @Test
  void aLineSaysWhatTheMessageSays() {
    FakeSubscriber subscriber = subscriber(true);
    stream.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.publish(Samples.health());
    for (Message message : subscriber.messages) {
      Map<String, Object> line = JsonShape.read(message.line());
      assertEquals(message.type().wireName(), line.get("type"));
      assertEquals(message.seq(), line.get("seq"));
    }
  }

  @Test
  void aTracksMessageCarriesWhatFiltersNeed() {
    FakeSubscriber subscriber = subscriber(false);
    stream.publish(Samples.started("yard", Samples.track(1, "dog", 0.9f)));
    Message message = subscriber.messages.get(0);
    assertEquals("yard", message.camera());
    assertEquals("dog", message.label());
    assertEquals(0.9f, message.topScore());
  }

  @Test
  void zonesLinesAndRulesAreToldInTheOrderTheyHappened() {
    FakeSubscriber subscriber = subscriber(false);
    stream.publish(
        Samples.report("street", List.of(), List.of(Samples.ZONE, Samples.LINE, Samples.RULE)));
    assertEquals(List.of("zone 1", "line 2", "rule 3"), subscriber.said());
    Message zone = subscriber.messages.get(0);
    assertEquals(List.of("gate"), zone.zones());
    Map<?, ?> because =
        (Map<?, ?>) JsonShape.read(subscriber.messages.get(2).line()).get("because");
    assertEquals("gate", because.get("place"));
  }

  @Test
  void aSnapshotHasEveryZonesCountAndTheRulesThatHold() {
    var cleared = new SceneEvent.RuleChanged("night", false, false, List.of(), List.of(), null);
    var crossed = new SceneEvent.RuleChanged("exit", true, true, List.of(), List.of(), null);
    stream.publish(
        Samples.report("street", List.of(), List.of(Samples.ZONE, Samples.RULE, cleared, crossed)));
    Map<String, Object> snapshot = JsonShape.read(stream.snapshot(Filter.DEFAULT));
    assertEquals(List.of("intruder"), snapshot.get("rules"));
    Map<?, ?> zone = (Map<?, ?>) ((List<?>) snapshot.get("zones")).get(0);
    assertEquals(2L, zone.get("count"));
    assertEquals(true, zone.get("occupied"));
  }

  @Test
  void onlyAnEndHasAnEndTime() {
    FakeSubscriber subscriber = subscriber(false);
    stream.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.publish(Samples.ended("street", Samples.track(1, "person", 0.9f)));
    assertEquals(null, JsonShape.read(subscriber.messages.get(0).line()).get("end_time"));
    assertEquals(
        "2026-11-24T10:15:31.186Z",
        JsonShape.read(subscriber.messages.get(1).line()).get("end_time"));
  }

  @Test
  void framesAreNotEvenWrittenWhenNobodyWantsThem() {
    FakeSubscriber subscriber = subscriber(false);
    stream.publish(Samples.report("street"));
    assertEquals(List.of(), subscriber.said());
    assertEquals(1, subscriber.flushes);
  }

  @Test
  void aLostCameraIsNoFrameAndItsTracksVanishFromTheSnapshot() {
    FakeSubscriber subscriber = subscriber(true);
    Track track = Samples.track(7, "person", 0.9f);
    stream.publish(Samples.report("street"));
    assertEquals(1, tracksInSnapshot());
    SceneEvent end = new SceneEvent.TrackEnded("street", track, Samples.ago(0));
    stream.publish(Samples.report("street").atLoss(Samples.ago(0), List.of(end)));
    assertEquals(List.of("frame 0", "end 1"), subscriber.said());
    assertEquals(0, tracksInSnapshot());
  }

  private int tracksInSnapshot() {
    return ((List<?>) JsonShape.read(stream.snapshot(Filter.DEFAULT)).get("tracks")).size();
  }

  @Test
  void numbersRiseWhileNobodyListens() {
    stream.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.publish(CameraState.ok("street"));
    assertEquals(2, stream.seq());
    assertEquals(2L, JsonShape.read(stream.hello()).get("seq"));
  }

  @Test
  void aSubscriberThatFailsNeverKeepsMessagesFromAnother() {
    FakeSubscriber failing = subscriber(false);
    FakeSubscriber other = subscriber(false);
    failing.fails = true;
    stream.publish(Samples.health());
    stream.publish(Samples.health());
    assertEquals(List.of("health 1", "health 2"), other.said());
    assertEquals(2, other.flushes);
  }

  @Test
  void whoLeftGetsNothingMore() {
    FakeSubscriber subscriber = subscriber(false);
    stream.remove(subscriber);
    stream.publish(Samples.health());
    assertEquals(List.of(), subscriber.said());
    assertEquals(0, stream.subscribers());
  }

  @Test
  void theSnapshotIsWhatIsTrueAfterTheLastMessage() {
    stream.publish(CameraState.ok("street"));
    stream.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    Map<String, Object> snapshot = JsonShape.read(stream.snapshot(Filter.DEFAULT));
    assertEquals(2L, snapshot.get("seq"));
    assertEquals("1", first(snapshot, "tracks").get("id"));
    assertEquals("ok", first(snapshot, "cameras").get("state"));
    stream.publish(Samples.ended("street", Samples.track(1, "person", 0.9f)));
    assertEquals(List.of(), JsonShape.read(stream.snapshot(Filter.DEFAULT)).get("tracks"));
  }

  @Test
  void theClockCountsAsRightOnceHealthHasSaidSo() {
    assertEquals(false, JsonShape.read(stream.hello()).get("clock_synced"));
    stream.publish(Samples.health());
    assertEquals(true, JsonShape.read(stream.hello()).get("clock_synced"));
  }

  @Test
  void whenTheNetThreadIsFarBehindOnlyReportsWithoutEventsAreLeftOut() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    EventStream behind = new EventStream(tasks::add, Samples.ORIGIN, Samples.clock());
    for (int i = 0; i < EventStream.MAX_PENDING; i++) {
      behind.publish(Samples.report("street"));
    }
    assertEquals(0, behind.skipped());
    behind.publish(Samples.report("street"));
    assertEquals(1, behind.skipped());
    behind.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    behind.publish(CameraState.ok("street"));
    tasks.forEach(Runnable::run);
    assertEquals(2, behind.seq());
    tasks.clear();
    behind.publish(Samples.report("street"));
    assertEquals(1, tasks.size(), "there is room again");
  }

  @Test
  void afterTheNetThreadHasEndedNothingIsThrown() {
    EventStream ended =
        new EventStream(
            task -> {
              throw new RejectedExecutionException("ended");
            },
            Samples.ORIGIN,
            Samples.clock());
    for (int i = 0; i <= EventStream.MAX_PENDING; i++) {
      ended.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    }
    ended.publish(Samples.health());
    ended.close();
    assertEquals(EventStream.MAX_PENDING + 2, ended.skipped());
  }

  @Test
  void sharedLinesAreOneLineEach() {
    FakeSubscriber one = subscriber(true);
    FakeSubscriber two = subscriber(true);
    stream.publish(Samples.started("street", Samples.track(1, "person", 0.9f)));
    assertFalse(one.messages.isEmpty());
    for (int i = 0; i < one.messages.size(); i++) {
      assertTrue(one.messages.get(i).line() == two.messages.get(i).line(), "encoded once");
    }
  }

  private FakeSubscriber subscriber(boolean frames) {
    FakeSubscriber subscriber = new FakeSubscriber();
    subscriber.frames = frames;
    stream.add(subscriber);
    return subscriber;
  }

  private static Map<?, ?> first(Map<String, Object> message, String field) {
    return (Map<?, ?>) ((List<?>) message.get(field)).get(0);
  }
}
