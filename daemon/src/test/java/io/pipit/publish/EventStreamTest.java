package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.event.CameraState;
import io.pipit.event.Event;
import io.pipit.event.Event.Kind;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.Client;
import io.pipit.event.HealthSample.Delivery;
import io.pipit.event.RuleChanged;
import io.pipit.event.TrackChanged.Phase;
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
    final List<Numbered> events = new ArrayList<>();
    boolean frames;
    boolean fails;
    int flushes;

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public long dropped() {
      return 4;
    }

    @Override
    public void offer(Numbered event) {
      if (fails) {
        throw new IllegalStateException("made to fail");
      }
      if (frames || event.event().kind() != Kind.FRAME) {
        events.add(event);
      }
    }

    @Override
    public void flush() {
      flushes++;
      if (fails) {
        throw new IllegalStateException("made to fail");
      }
    }

    List<String> said() {
      return events.stream().map(one -> one.event().kind().wireName() + " " + one.seq()).toList();
    }
  }

  @Test
  void theNumberRisesByOneWithEachNumberedMessageAndFramesUseNone() {
    FakeSubscriber subscriber = subscriber(true);
    stream.on(CameraState.ok("street"));
    stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.on(Samples.report("street"));
    stream.on(Samples.updated("street", Samples.track(1, "person", 0.96f)));
    stream.on(Samples.health());
    stream.on(Samples.ended("street", Samples.track(1, "person", 0.96f)));
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
    stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.on(Samples.health());
    for (Numbered message : subscriber.events) {
      Map<String, Object> line = JsonShape.read(message.line());
      assertEquals(message.event().kind().wireName(), line.get("type"));
      assertEquals(message.seq(), line.get("seq"));
    }
  }

  @Test
  void aTracksEventCarriesWhatSubscriptionsNeed() {
    FakeSubscriber subscriber = subscriber(false);
    stream.on(Samples.started("yard", Samples.track(1, "dog", 0.9f)));
    Event event = subscriber.events.get(0).event();
    assertEquals("yard", event.camera());
    assertEquals("dog", event.subject().label());
    assertEquals(0.9f, event.subject().topScore());
  }

  @Test
  void zonesLinesAndRulesComeInTheOrderTheyHappened() {
    FakeSubscriber subscriber = subscriber(false);
    stream.on(
        Samples.report("street", List.of(), List.of(Samples.ZONE, Samples.LINE, Samples.RULE)));
    assertEquals(List.of("zone 1", "line 2", "rule 3"), subscriber.said());
    assertEquals(List.of("gate"), subscriber.events.get(0).event().subject().zones());
    Map<?, ?> because = (Map<?, ?>) JsonShape.read(subscriber.events.get(2).line()).get("because");
    assertEquals("gate", because.get("place"));
  }

  @Test
  void aSnapshotHasEveryZonesCountAndTheRulesThatHold() {
    var cleared = new RuleChanged("night", false, false, List.of(), null);
    var crossed = new RuleChanged("exit", true, true, List.of(), null);
    stream.on(
        Samples.report("street", List.of(), List.of(Samples.ZONE, Samples.RULE, cleared, crossed)));
    Map<String, Object> snapshot = JsonShape.read(stream.snapshot(Subscription.DEFAULT));
    assertEquals(List.of("intruder"), snapshot.get("rules"));
    Map<?, ?> zone = (Map<?, ?>) ((List<?>) snapshot.get("zones")).get(0);
    assertEquals(2L, zone.get("count"));
    assertEquals(true, zone.get("occupied"));
  }

  @Test
  void onlyAnEndHasAnEndTime() {
    FakeSubscriber subscriber = subscriber(false);
    stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.on(Samples.ended("street", Samples.track(1, "person", 0.9f)));
    assertEquals(null, JsonShape.read(subscriber.events.get(0).line()).get("end_time"));
    assertEquals(
        "2026-11-24T10:15:31.186Z",
        JsonShape.read(subscriber.events.get(1).line()).get("end_time"));
  }

  @Test
  void framesHaveNoNumber() {
    FakeSubscriber subscriber = subscriber(false);
    stream.on(Samples.report("street"));
    assertEquals(List.of(), subscriber.said());
    assertEquals(1, subscriber.flushes);
  }

  @Test
  void aLostCameraIsNoFrameAndItsTracksVanishFromTheSnapshot() {
    FakeSubscriber subscriber = subscriber(true);
    Track track = Samples.track(7, "person", 0.9f);
    stream.on(Samples.report("street"));
    assertEquals(1, tracksInSnapshot());
    Event end = Samples.trackChanged(Phase.ENDED, "street", track);
    stream.on(Samples.report("street").atLoss(Samples.ago(0), List.of(end)));
    assertEquals(List.of("frame 0", "end 1"), subscriber.said());
    assertEquals(0, tracksInSnapshot());
  }

  private int tracksInSnapshot() {
    return ((List<?>) JsonShape.read(stream.snapshot(Subscription.DEFAULT)).get("tracks")).size();
  }

  @Test
  void numbersRiseWhileNobodyListens() {
    stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    stream.on(CameraState.ok("street"));
    assertEquals(2, stream.seq());
    assertEquals(2L, JsonShape.read(stream.hello()).get("seq"));
  }

  @Test
  void aSubscriberThatFailsNeverKeepsMessagesFromAnother() {
    FakeSubscriber failing = subscriber(false);
    FakeSubscriber other = subscriber(false);
    failing.fails = true;
    stream.on(Samples.health());
    stream.on(Samples.health());
    assertEquals(List.of("health 1", "health 2"), other.said());
    assertEquals(2, other.flushes);
  }

  @Test
  void healthCarriesWhatTheStreamKnowsOfItsClients() {
    FakeSubscriber subscriber = subscriber(false);
    stream.on(Samples.health());
    HealthSample sample = (HealthSample) subscriber.events.get(0).event();
    assertEquals(new Delivery(0, List.of(new Client("fake", 4))), sample.delivery());
  }

  @Test
  void whatWasMissedCanBeReadAgainAsFarBackAsItIsKept() {
    for (int i = 0; i < EventStream.KEPT + 10; i++) {
      stream.on(CameraState.ok("street"));
    }
    assertEquals(List.of(), stream.after(EventStream.KEPT + 10).orElseThrow());
    List<Numbered> last = stream.after(EventStream.KEPT + 8).orElseThrow();
    assertEquals(List.of(EventStream.KEPT + 9L, EventStream.KEPT + 10L), seqs(last));
    assertEquals(EventStream.KEPT, stream.after(10).orElseThrow().size());
    assertTrue(stream.after(9).isEmpty(), "its next one is gone");
    assertTrue(stream.after(EventStream.KEPT + 11).isEmpty(), "it was never given");
  }

  @Test
  void ofAnEmptyStreamNothingWasMissed() {
    assertEquals(List.of(), stream.after(0).orElseThrow());
    assertTrue(stream.after(1).isEmpty());
  }

  private static List<Long> seqs(List<Numbered> events) {
    return events.stream().map(Numbered::seq).toList();
  }

  @Test
  void whoLeftGetsNothingMore() {
    FakeSubscriber subscriber = subscriber(false);
    stream.remove(subscriber);
    stream.on(Samples.health());
    assertEquals(List.of(), subscriber.said());
    assertEquals(0, stream.subscribers());
  }

  @Test
  void theSnapshotIsWhatIsTrueAfterTheLastMessage() {
    stream.on(CameraState.ok("street"));
    stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    Map<String, Object> snapshot = JsonShape.read(stream.snapshot(Subscription.DEFAULT));
    assertEquals(2L, snapshot.get("seq"));
    assertEquals("1", first(snapshot, "tracks").get("id"));
    assertEquals("ok", first(snapshot, "cameras").get("state"));
    stream.on(Samples.ended("street", Samples.track(1, "person", 0.9f)));
    assertEquals(List.of(), JsonShape.read(stream.snapshot(Subscription.DEFAULT)).get("tracks"));
  }

  @Test
  void theClockCountsAsRightOnceHealthHasSaidSo() {
    assertEquals(false, JsonShape.read(stream.hello()).get("clock_synced"));
    stream.on(Samples.health());
    assertEquals(true, JsonShape.read(stream.hello()).get("clock_synced"));
  }

  @Test
  void whenTheNetThreadIsFarBehindOnlyReportsWithoutEventsAreLeftOut() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    EventStream behind = new EventStream(tasks::add, Samples.NODE, Samples.clock());
    for (int i = 0; i < EventStream.MAX_PENDING; i++) {
      behind.on(Samples.report("street"));
    }
    assertEquals(0, behind.skipped());
    behind.on(Samples.report("street"));
    assertEquals(1, behind.skipped());
    behind.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    behind.on(CameraState.ok("street"));
    tasks.forEach(Runnable::run);
    assertEquals(2, behind.seq());
    tasks.clear();
    behind.on(Samples.report("street"));
    assertEquals(1, tasks.size(), "there is room again");
  }

  @Test
  void afterTheNetThreadHasEndedNothingIsThrown() {
    EventStream ended =
        new EventStream(
            task -> {
              throw new RejectedExecutionException("ended");
            },
            Samples.NODE,
            Samples.clock());
    for (int i = 0; i <= EventStream.MAX_PENDING; i++) {
      ended.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    }
    ended.on(Samples.health());
    assertEquals(EventStream.MAX_PENDING + 2, ended.skipped());
  }

  @Test
  void sharedLinesAreOneLineEach() {
    FakeSubscriber one = subscriber(true);
    FakeSubscriber two = subscriber(true);
    stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
    assertFalse(one.events.isEmpty());
    for (int i = 0; i < one.events.size(); i++) {
      assertTrue(one.events.get(i).line() == two.events.get(i).line(), "encoded once");
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
