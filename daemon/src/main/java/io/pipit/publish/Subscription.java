package io.pipit.publish;

import io.pipit.event.Event;
import io.pipit.event.Event.Kind;
import io.pipit.event.Event.Subject;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a client wants.
 *
 * @param kinds of events
 * @param cameras names; null: all
 * @param labels of tracks; null: all
 * @param zones in one of which a track must have been; null: anywhere
 * @param minScore a track's best score must be at least this, 0 to 1
 */
public record Subscription(
    Set<Kind> kinds,
    @Nullable Set<String> cameras,
    @Nullable Set<String> labels,
    @Nullable Set<String> zones,
    double minScore) {
  /** Everything but frames. */
  public static final Subscription DEFAULT =
      new Subscription(EnumSet.complementOf(EnumSet.of(Kind.FRAME)), null, null, null, 0);

  public Subscription {
    kinds = Collections.unmodifiableSet(new LinkedHashSet<>(kinds));
    cameras = copy(cameras);
    labels = copy(labels);
    zones = copy(zones);
  }

  /** Whether the client wants this event. */
  public boolean passes(Event event) {
    String camera = event.camera();
    Subject subject = event.subject();
    return kinds.contains(event.kind())
        && (camera == null || passesCamera(camera))
        && (subject == null || passesSubject(subject));
  }

  public boolean passesCamera(String camera) {
    return cameras == null || cameras.contains(camera);
  }

  /**
   * Whether objects like this are wanted. The best score counts, not the last: it never falls, so
   * the end of a track whose beginning was sent is sent too. So do the zones it has been in.
   */
  public boolean passesSubject(Subject subject) {
    return (zones == null || !Collections.disjoint(zones, subject.zones()))
        && (labels == null || labels.contains(subject.label()))
        && subject.topScore() >= minScore;
  }

  private static @Nullable Set<String> copy(@Nullable Set<String> names) {
    return names == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(names));
  }
}
