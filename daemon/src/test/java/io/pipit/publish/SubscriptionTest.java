package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.event.CameraState;
import io.pipit.event.Event.Kind;
import io.pipit.event.Event.Subject;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.scene.Track;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

  @Test
  void theDefaultIsEverythingButFrames() {
    assertEquals(EnumSet.complementOf(EnumSet.of(Kind.FRAME)), Subscription.DEFAULT.kinds());
    assertTrue(Subscription.DEFAULT.passes(track(Kind.NEW, "street", "dog", 0)));
    assertFalse(Subscription.DEFAULT.passes(Samples.report("street")));
  }

  @Test
  void onlyTheChosenKindsPass() {
    Subscription subscription = new Subscription(Set.of(Kind.END), null, null, null, 0);
    assertTrue(subscription.passes(track(Kind.END, "street", "dog", 0)));
    assertFalse(subscription.passes(track(Kind.NEW, "street", "dog", 0)));
    assertFalse(subscription.passes(Samples.health()));
  }

  @Test
  void camerasChooseAmongAllThatIsAboutACamera() {
    Subscription subscription = new Subscription(ALL, Set.of("yard"), null, null, 0);
    assertTrue(subscription.passes(track(Kind.NEW, "yard", "dog", 0)));
    assertFalse(subscription.passes(track(Kind.NEW, "street", "dog", 0)));
    assertTrue(subscription.passes(Samples.report("yard")));
    assertFalse(subscription.passes(CameraState.ok("street")));
    assertTrue(subscription.passes(Samples.health()));
  }

  @Test
  void labelsAndScoresChooseAmongTracksOnly() {
    Subscription subscription = new Subscription(ALL, null, Set.of("dog"), null, 0.5);
    assertTrue(subscription.passes(track(Kind.NEW, "street", "dog", 0.5f)));
    assertFalse(subscription.passes(track(Kind.NEW, "street", "dog", 0.49f)));
    assertFalse(subscription.passes(track(Kind.NEW, "street", "car", 0.9f)));
    assertTrue(subscription.passes(Samples.report("yard")));
    assertTrue(subscription.passes(Samples.health()));
  }

  @Test
  void zonesChooseTracksThatHaveBeenInOneOfThem() {
    Subscription subscription = new Subscription(ALL, null, null, Set.of("gate", "yard"), 0);
    assertFalse(subscription.passes(track(Kind.NEW, "street", "dog", 1)));
    assertTrue(subscription.passes(inZones(List.of("gate"))));
    assertTrue(subscription.passes(inZones(List.of("door", "yard"))));
    assertFalse(subscription.passes(inZones(List.of("door"))));
    assertTrue(subscription.passes(CameraState.ok("street")));
    assertTrue(subscription.passes(Samples.RULE));
  }

  private static TrackChanged inZones(List<String> zones) {
    Track track = Samples.track(1, "dog", 1).in(List.of(), zones);
    return Samples.trackChanged(Phase.UPDATED, "street", track);
  }

  @Test
  void emptySetsPassNothing() {
    assertFalse(Subscription.DEFAULT.kinds().isEmpty());
    Subscription nothing = new Subscription(Set.of(), null, null, null, 0);
    assertFalse(nothing.passes(Samples.health()));
    Subscription noCamera = new Subscription(ALL, Set.of(), Set.of(), null, 0);
    assertFalse(noCamera.passesCamera("street"));
    assertFalse(noCamera.passesSubject(new Subject("dog", 1, List.of())));
  }

  @Test
  void nobodyChangesASubscriptionFromOutside() {
    Set<String> cameras = new HashSet<>(Set.of("street"));
    Subscription subscription = new Subscription(ALL, cameras, null, null, 0);
    cameras.add("yard");
    assertFalse(subscription.passesCamera("yard"));
    assertThrows(UnsupportedOperationException.class, () -> subscription.cameras().add("yard"));
    assertThrows(UnsupportedOperationException.class, () -> subscription.kinds().clear());
  }

  private static TrackChanged track(Kind kind, String camera, String label, float topScore) {
    Phase phase = kind == Kind.END ? Phase.ENDED : Phase.STARTED;
    return Samples.trackChanged(phase, camera, Samples.track(1, label, topScore));
  }
}
