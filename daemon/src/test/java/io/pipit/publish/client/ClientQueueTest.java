package io.pipit.publish.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.event.Event.Kind;
import io.pipit.publish.Gap;
import io.pipit.publish.JsonShape;
import io.pipit.publish.MessageClock;
import io.pipit.publish.Numbered;
import io.pipit.publish.Samples;
import io.pipit.publish.json.Messages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines are written short: {@code new 3} is a message, {@code gap 1-2 +0} a gap with no frames. */
class ClientQueueTest {
  private static final MessageClock CLOCK = Samples.clock();
  private static final Messages MESSAGES = new Messages(Samples.NODE, CLOCK);
  private static final List<Kind> TYPES = List.of(Kind.values());

  private final ClientQueue queue = queue(3);

  @Test
  void whatWaitsComesOutInOrder() {
    queue.answer(bytes("hello"));
    add(Kind.NEW, 1);
    queue.answer(bytes("pong"));
    add(Kind.END, 2);
    assertFalse(queue.isEmpty());
    assertEquals(List.of("hello", "new 1", "pong", "end 2"), drain());
    assertTrue(queue.isEmpty());
    assertNull(queue.poll());
  }

  @Test
  void asManyMessagesAsTheCapacityWaitWithoutLoss() {
    add(Kind.NEW, 1);
    add(Kind.NEW, 2);
    add(Kind.NEW, 3);
    assertEquals(0, queue.dropped());
    assertEquals(List.of("new 1", "new 2", "new 3"), drain());
  }

  @Test
  void oneMoreDropsTheOldestAndAGapStandsInItsPlace() {
    add(Kind.NEW, 1);
    add(Kind.NEW, 2);
    add(Kind.NEW, 3);
    add(Kind.NEW, 4);
    assertEquals(1, queue.dropped());
    assertEquals(List.of("gap 1-1 +0", "new 2", "new 3", "new 4"), drain());
  }

  @Test
  void framesGoFirstThenUpdatesAndHealthThenTheRest() {
    add(Kind.NEW, 1);
    add(Kind.UPDATE, 2);
    add(Kind.FRAME, 2);
    add(Kind.HEALTH, 3);
    assertEquals(List.of("new 1", "update 2", "gap 0-0 +1", "health 3"), drain());

    add(Kind.NEW, 4);
    add(Kind.UPDATE, 5);
    add(Kind.HEALTH, 6);
    add(Kind.CAMERA, 7);
    add(Kind.END, 8);
    assertEquals(List.of("new 4", "gap 5-6 +0", "camera 7", "end 8"), drain());
  }

  @Test
  void aMessageThatMattersLessThanAllThatWaitIsItselfDropped() {
    add(Kind.NEW, 1);
    add(Kind.NEW, 2);
    add(Kind.NEW, 3);
    add(Kind.FRAME, 3);
    assertEquals(List.of("new 1", "new 2", "new 3", "gap 0-0 +1"), drain());
    assertTrue(queue.isEmpty());
  }

  @Test
  void gapsThatMeetBecomeOne() {
    add(Kind.UPDATE, 1);
    add(Kind.UPDATE, 2);
    add(Kind.UPDATE, 3);
    for (int seq = 4; seq <= 6; seq++) {
      add(Kind.NEW, seq);
    }
    assertEquals(List.of("gap 1-3 +0", "new 4", "new 5", "new 6"), drain());
  }

  @Test
  void gapsApartStayApart() {
    add(Kind.UPDATE, 1);
    add(Kind.NEW, 2);
    add(Kind.UPDATE, 3);
    add(Kind.NEW, 4);
    add(Kind.NEW, 5);
    assertEquals(List.of("gap 1-1 +0", "new 2", "gap 3-3 +0", "new 4", "new 5"), drain());
  }

  @Test
  void framesAndNumbersLostTogetherAreReportedTogether() {
    add(Kind.FRAME, 7);
    add(Kind.FRAME, 7);
    add(Kind.UPDATE, 8);
    for (int seq = 9; seq <= 11; seq++) {
      add(Kind.NEW, seq);
    }
    assertEquals(List.of("gap 8-8 +2", "new 9", "new 10", "new 11"), drain());
  }

  @Test
  void answersDoNotCountAndAreNeverDropped() {
    for (int i = 0; i < 10; i++) {
      queue.answer(bytes("pong"));
    }
    for (int seq = 1; seq <= 3; seq++) {
      add(Kind.NEW, seq);
    }
    assertEquals(0, queue.dropped());
    assertEquals(13, drain().size());
  }

  @Test
  void aGapStaysBeforeTheAnswerThatFollowedTheLoss() {
    add(Kind.UPDATE, 1);
    queue.answer(bytes("pong"));
    for (int seq = 2; seq <= 4; seq++) {
      add(Kind.NEW, seq);
    }
    assertEquals(List.of("gap 1-1 +0", "pong", "new 2", "new 3", "new 4"), drain());
  }

  @Test
  void aNewSnapshotReplacesOneThatStillWaits() {
    queue.snapshot(bytes("snapshot a"));
    add(Kind.NEW, 1);
    queue.snapshot(bytes("snapshot b"));
    add(Kind.NEW, 2);
    assertEquals(List.of("new 1", "snapshot b", "new 2"), drain());
  }

  @Test
  void aReplacedSnapshotLeavesTheGapBeforeItStanding() {
    add(Kind.UPDATE, 1);
    queue.snapshot(bytes("snapshot a"));
    for (int seq = 2; seq <= 4; seq++) {
      add(Kind.NEW, seq);
    }
    queue.snapshot(bytes("snapshot b"));
    assertEquals(List.of("gap 1-1 +0", "new 2", "new 3", "new 4", "snapshot b"), drain());
  }

  @Test
  void onceReadThereIsRoomAgain() {
    for (int seq = 1; seq <= 3; seq++) {
      add(Kind.NEW, seq);
    }
    assertEquals("new 1", text(queue.poll()));
    add(Kind.NEW, 4);
    assertEquals(0, queue.dropped());
    assertEquals(List.of("new 2", "new 3", "new 4"), drain());
  }

  @Test
  void aGapThatWasReportedIsNotReportedAgain() {
    for (int seq = 1; seq <= 4; seq++) {
      add(Kind.NEW, seq);
    }
    assertEquals("gap 1-1 +0", text(queue.poll()));
    add(Kind.NEW, 5);
    assertEquals(List.of("gap 2-2 +0", "new 3", "new 4", "new 5"), drain());
  }

  @Test
  void everyNumberIsEitherSentOrWithinAGapAndNoneFalls() {
    Random random = new Random(20261124);
    for (int round = 0; round < 200; round++) {
      ClientQueue tried = queue(1 + random.nextInt(6));
      List<String> said = new ArrayList<>();
      long seq = 0;
      int frames = 0;
      for (int step = 0; step < 60; step++) {
        Kind type = TYPES.get(random.nextInt(TYPES.size()));
        frames += type == Kind.FRAME ? 1 : 0;
        seq += type == Kind.FRAME ? 0 : 1;
        tried.add(message(type, seq));
        for (int polls = random.nextInt(3); polls > 0; polls--) {
          add(said, tried.poll());
        }
      }
      while (!tried.isEmpty()) {
        add(said, tried.poll());
      }
      checkComplete(said, seq, frames);
    }
  }

  /** Each number from 1 on stands in one place, in order, and every frame is sent or counted. */
  private static void checkComplete(List<String> said, long last, int frames) {
    long next = 1;
    int framesCounted = 0;
    for (String line : said) {
      String[] words = line.split("[ +-]+", -1);
      if (words[0].equals("frame")) {
        framesCounted++;
      } else if (words[0].equals("gap")) {
        framesCounted += Integer.parseInt(words[3]);
        if (!words[1].equals("0")) {
          assertEquals(next, Long.parseLong(words[1]), said.toString());
          next = Long.parseLong(words[2]) + 1;
        }
      } else {
        assertEquals(next++, Long.parseLong(words[1]), said.toString());
      }
    }
    assertEquals(last + 1, next, said.toString());
    assertEquals(frames, framesCounted);
  }

  private static ClientQueue queue(int capacity) {
    return new ClientQueue(capacity, ClientQueueTest::gapLine);
  }

  private static byte[] gapLine(Gap gap) {
    return bytes("gap " + gap.from() + "-" + gap.to() + " +" + gap.frames());
  }

  private void add(Kind type, long seq) {
    queue.add(message(type, seq));
  }

  private static void add(List<String> said, byte[] line) {
    if (line != null) {
      said.add(text(line));
    }
  }

  private static Numbered message(Kind kind, long seq) {
    return new Numbered(seq, Samples.event(kind), CLOCK.stamp(), MESSAGES);
  }

  private List<String> drain() {
    List<String> said = new ArrayList<>();
    while (!queue.isEmpty()) {
      said.add(text(queue.poll()));
    }
    return said;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    if (!text.startsWith("{")) {
      return text;
    }
    Map<String, Object> message = JsonShape.read(line);
    return message.get("type") + " " + message.get("seq");
  }
}
