package io.pipit.rule;

import io.pipit.scene.Track;
import org.jspecify.annotations.Nullable;

/** What one camera shows of one rule's objects. */
final class CameraMatch {
  /** Objects that were there since the rule has fired. */
  final TrackIds reasons = new TrackIds();

  final String camera;

  /** How many objects count. */
  int count;

  /** Whether these are enough. */
  boolean matched;

  /** Whether one of them may make the rule fire. */
  boolean newReason;

  /** That one; null: none, or no object is needed. */
  @Nullable Track because;

  /** Whether all is so that the rule asks. */
  boolean holds;

  /** Since when it holds, in nanoseconds. */
  long since;

  CameraMatch(String camera) {
    this.camera = camera;
  }
}
