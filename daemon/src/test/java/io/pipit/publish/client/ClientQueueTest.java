package io.pipit.publish.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.publish.Gap;
import io.pipit.publish.Message;
import io.pipit.publish.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines are written short: {@code new 3} is a message, {@code gap 1-2 +0} a gap with no frames. */
class ClientQueueTest {
  private static final List<MessageType> TYPES = List.of(MessageType.values());

  private final ClientQueue queue = queue(3);

  @Test
  void whatWaitsComesOutInOrder() {
    queue.answer(bytes("hello"));
    add(MessageType.NEW, 1);
    queue.answer(bytes("pong"));
    add(MessageType.END, 2);
    assertFalse(queue.isEmpty());
    assertEquals(List.of("hello", "new 1", "pong", "end 2"), drain());
    assertTrue(queue.isEmpty());
    assertNull(queue.poll());
  }

  @Test
  void asManyMessagesAsTheCapacityWaitWithoutLoss() {
    add(MessageType.NEW, 1);
    add(MessageType.NEW, 2);
    add(MessageType.NEW, 3);
    assertEquals(0, queue.dropped());
    assertEquals(List.of("new 1", "new 2", "new 3"), drain());
  }

  @Test
  void oneMoreDropsTheOldestAndAGapStandsInItsPlace() {
    add(MessageType.NEW, 1);
    add(MessageType.NEW, 2);
    add(MessageType.NEW, 3);
    add(MessageType.NEW, 4);
    assertEquals(1, queue.dropped());
    assertEquals(List.of("gap 1-1 +0", "new 2", "new 3", "new 4"), drain());
  }

  @Test
  void framesGoFirstThenUpdatesAndHealthThenTheRest() {
    add(MessageType.NEW, 1);
    add(MessageType.UPDATE, 2);
    add(MessageType.FRAME, 2);
    add(MessageType.HEALTH, 3);
    assertEquals(List.of("new 1", "update 2", "gap 0-0 +1", "health 3"), drain());

    add(MessageType.NEW, 4);
    add(MessageType.UPDATE, 5);
    add(MessageType.HEALTH, 6);
    add(MessageType.CAMERA, 7);
    add(MessageType.END, 8);
    assertEquals(List.of("new 4", "gap 5-6 +0", "camera 7", "end 8"), drain());
  }

  @Test
  void aMessageThatMattersLessThanAllThatWaitIsItselfDropped() {
    add(MessageType.NEW, 1);
    add(MessageType.NEW, 2);
    add(MessageType.NEW, 3);
    add(MessageType.FRAME, 3);
    assertEquals(List.of("new 1", "new 2", "new 3", "gap 0-0 +1"), drain());
    assertTrue(queue.isEmpty());
  }

  @Test
  void gapsThatMeetBecomeOne() {
    add(MessageType.UPDATE, 1);
    add(MessageType.UPDATE, 2);
    add(MessageType.UPDATE, 3);
    for (int seq = 4; seq <= 6; seq++) {
      add(MessageType.NEW, seq);
    }
    assertEquals(List.of("gap 1-3 +0", "new 4", "new 5", "new 6"), drain());
  }

  @Test
  void gapsApartStayApart() {
    add(MessageType.UPDATE, 1);
    add(MessageType.NEW, 2);
    add(MessageType.UPDATE, 3);
    add(MessageType.NEW, 4);
    add(MessageType.NEW, 5);
    assertEquals(List.of("gap 1-1 +0", "new 2", "gap 3-3 +0", "new 4", "new 5"), drain());
  }

  @Test
  void framesAndNumbersLostTogetherAreToldTogether() {
    add(MessageType.FRAME, 7);
    add(MessageType.FRAME, 7);
    add(MessageType.UPDATE, 8);
    for (int seq = 9; seq <= 11; seq++) {
      add(MessageType.NEW, seq);
    }
    assertEquals(List.of("gap 8-8 +2", "new 9", "new 10", "new 11"), drain());
  }

  @Test
  void answersDoNotCountAndAreNeverDropped() {
    for (int i = 0; i < 10; i++) {
      queue.answer(bytes("pong"));
    }
    for (int seq = 1; seq <= 3; seq++) {
      add(MessageType.NEW, seq);
    }
    assertEquals(0, queue.dropped());
    assertEquals(13, drain().size());
  }

  @Test
  void aGapStaysBeforeTheAnswerThatFollowedTheLoss() {
    add(MessageType.UPDATE, 1);
    queue.answer(bytes("pong"));
    for (int seq = 2; seq <= 4; seq++) {
      add(MessageType.NEW, seq);
    }
    assertEquals(List.of("gap 1-1 +0", "pong", "new 2", "new 3", "new 4"), drain());
  }

  @Test
  void aNewSnapshotReplacesOneThatStillWaits() {
    queue.snapshot(bytes("snapshot a"));
    add(MessageType.NEW, 1);
    queue.snapshot(bytes("snapshot b"));
    add(MessageType.NEW, 2);
    assertEquals(List.of("new 1", "snapshot b", "new 2"), drain());
  }

  @Test
  void aReplacedSnapshotLeavesTheGapBeforeItStanding() {
    add(MessageType.UPDATE, 1);
    queue.snapshot(bytes("snapshot a"));
    for (int seq = 2; seq <= 4; seq++) {
      add(MessageType.NEW, seq);
    }
    queue.snapshot(bytes("snapshot b"));
    assertEquals(List.of("gap 1-1 +0", "new 2", "new 3", "new 4", "snapshot b"), drain());
  }

  @Test
  void onceReadThereIsRoomAgain() {
    for (int seq = 1; seq <= 3; seq++) {
      add(MessageType.NEW, seq);
    }
    assertEquals("new 1", text(queue.poll()));
    add(MessageType.NEW, 4);
    assertEquals(0, queue.dropped());
    assertEquals(List.of("new 2", "new 3", "new 4"), drain());
  }

  @Test
  void aGapThatWasToldIsNotToldAgain() {
    for (int seq = 1; seq <= 4; seq++) {
      add(MessageType.NEW, seq);
    }
    assertEquals("gap 1-1 +0", text(queue.poll()));
    add(MessageType.NEW, 5);
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
        MessageType type = TYPES.get(random.nextInt(TYPES.size()));
        frames += type == MessageType.FRAME ? 1 : 0;
        seq += type == MessageType.FRAME ? 0 : 1;
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
    int framesTold = 0;
    for (String line : said) {
      String[] words = line.split("[ +-]+", -1);
      if (words[0].equals("frame")) {
        framesTold++;
      } else if (words[0].equals("gap")) {
        framesTold += Integer.parseInt(words[3]);
        if (!words[1].equals("0")) {
          assertEquals(next, Long.parseLong(words[1]), said.toString());
          next = Long.parseLong(words[2]) + 1;
        }
      } else {
        assertEquals(next++, Long.parseLong(words[1]), said.toString());
      }
    }
    assertEquals(last + 1, next, said.toString());
    assertEquals(frames, framesTold);
  }

  private static ClientQueue queue(int capacity) {
    return new ClientQueue(capacity, ClientQueueTest::gapLine);
  }

  private static byte[] gapLine(Gap gap) {
    return bytes("gap " + gap.from() + "-" + gap.to() + " +" + gap.frames());
  }

  private void add(MessageType type, long seq) {
    queue.add(message(type, seq));
  }

  private static void add(List<String> said, byte[] line) {
    if (line != null) {
      said.add(text(line));
    }
  }

  private static Message message(MessageType type, long seq) {
    return Message.ofNode(type, seq, bytes(type.wireName() + " " + seq));
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
    return new String(line, StandardCharsets.UTF_8);
  }
}
