package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final Set<MessageType> ALL = EnumSet.allOf(MessageType.class);

  @Test
  void theDefaultIsEverythingButFrames() {
    for (MessageType type : MessageType.values()) {
      assertEquals(
          type != MessageType.FRAME, Filter.DEFAULT.passes(track(type, "street", "dog", 0)));
    }
  }

  @Test
  void onlyTheChosenTypesPass() {
    Filter filter = new Filter(Set.of(MessageType.END), null, null, null, 0);
    assertTrue(filter.passes(track(MessageType.END, "street", "dog", 0)));
    assertFalse(filter.passes(track(MessageType.NEW, "street", "dog", 0)));
    assertFalse(filter.passes(Message.ofNode(MessageType.HEALTH, 1, new byte[0])));
  }

  @Test
  void camerasChooseAmongAllThatIsAboutACamera() {
    Filter filter = new Filter(ALL, Set.of("yard"), null, null, 0);
    assertTrue(filter.passes(track(MessageType.NEW, "yard", "dog", 0)));
    assertFalse(filter.passes(track(MessageType.NEW, "street", "dog", 0)));
    assertTrue(filter.passes(Message.ofCamera(MessageType.FRAME, 1, "yard", new byte[0])));
    assertFalse(filter.passes(Message.ofCamera(MessageType.CAMERA, 1, "street", new byte[0])));
    assertTrue(filter.passes(Message.ofNode(MessageType.HEALTH, 1, new byte[0])));
  }

  @Test
  void labelsAndScoresChooseAmongTracksOnly() {
    Filter filter = new Filter(ALL, null, Set.of("dog"), null, 0.5);
    assertTrue(filter.passes(track(MessageType.NEW, "street", "dog", 0.5f)));
    assertFalse(filter.passes(track(MessageType.NEW, "street", "dog", 0.49f)));
    assertFalse(filter.passes(track(MessageType.NEW, "street", "car", 0.9f)));
    assertTrue(filter.passes(Message.ofCamera(MessageType.FRAME, 1, "yard", new byte[0])));
    assertTrue(filter.passes(Message.ofNode(MessageType.HEALTH, 1, new byte[0])));
  }

  @Test
  void zonesChooseTracksThatHaveBeenInOneOfThem() {
    Filter filter = new Filter(ALL, null, null, Set.of("gate", "yard"), 0);
    assertFalse(filter.passes(track(MessageType.NEW, "street", "dog", 1)));
    assertTrue(filter.passes(inZones(List.of("gate"))));
    assertTrue(filter.passes(inZones(List.of("door", "yard"))));
    assertFalse(filter.passes(inZones(List.of("door"))));
    assertTrue(filter.passes(Message.ofCamera(MessageType.CAMERA, 1, "street", new byte[0])));
    assertTrue(filter.passes(Message.ofNode(MessageType.RULE, 1, new byte[0])));
  }

  private static Message inZones(List<String> zones) {
    return Message.ofTrack(MessageType.UPDATE, 1, "street", "dog", 1, zones, new byte[0]);
  }

  @Test
  void emptySetsPassNothing() {
    assertFalse(Filter.DEFAULT.types().isEmpty());
    Filter nothing = new Filter(Set.of(), null, null, null, 0);
    assertFalse(nothing.passes(Message.ofNode(MessageType.HEALTH, 1, new byte[0])));
    Filter noCamera = new Filter(ALL, Set.of(), Set.of(), null, 0);
    assertFalse(noCamera.passesCamera("street"));
    assertFalse(noCamera.passesTrack("dog", 1, List.of()));
  }

  @Test
  void nobodyChangesAFilterFromOutside() {
    Set<String> cameras = new HashSet<>(Set.of("street"));
    Filter filter = new Filter(ALL, cameras, null, null, 0);
    cameras.add("yard");
    assertFalse(filter.passesCamera("yard"));
    assertThrows(UnsupportedOperationException.class, () -> filter.cameras().add("yard"));
    assertThrows(UnsupportedOperationException.class, () -> filter.types().clear());
  }

  private static Message track(MessageType type, String camera, String label, float topScore) {
    return Message.ofTrack(type, 1, camera, label, topScore, List.of(), new byte[0]);
  }
}
