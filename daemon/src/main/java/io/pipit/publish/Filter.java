package io.pipit.publish;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to hear.
 *
 * @param types of live messages
 * @param cameras names; null: all
 * @param labels of tracks; null: all
 * @param zones in one of which a track must have been; null: anywhere
 * @param minScore a track's best score must be at least this, 0 to 1
 */
public record Filter(
    Set<MessageType> types,
    @Nullable Set<String> cameras,
    @Nullable Set<String> labels,
    @Nullable Set<String> zones,
    double minScore) {
  /** Everything but frames. */
  public static final Filter DEFAULT =
      new Filter(EnumSet.complementOf(EnumSet.of(MessageType.FRAME)), null, null, null, 0);

  public Filter {
    types = Collections.unmodifiableSet(new LinkedHashSet<>(types));
    cameras = copy(cameras);
    labels = copy(labels);
    zones = copy(zones);
  }

  /** Whether the client wants this message. */
  public boolean passes(Message message) {
    String camera = message.camera();
    String label = message.label();
    return types.contains(message.type())
        && (camera == null || passesCamera(camera))
        && (label == null || passesTrack(label, message.topScore(), message.zones()));
  }

  public boolean passesCamera(String camera) {
    return cameras == null || cameras.contains(camera);
  }

  /**
   * Whether tracks like this are wanted. The best score counts, not the last: it never falls, so
   * the end of a track that was once told of is told too. So do the zones it has been in.
   */
  public boolean passesTrack(String label, float topScore, List<String> entered) {
    return (zones == null || !Collections.disjoint(zones, entered))
        && (labels == null || labels.contains(label))
        && topScore >= minScore;
  }

  private static @Nullable Set<String> copy(@Nullable Set<String> names) {
    return names == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(names));
  }
}
