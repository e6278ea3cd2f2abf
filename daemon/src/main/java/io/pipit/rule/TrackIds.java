package io.pipit.rule;

import io.pipit.scene.Track;
import java.util.Arrays;
import java.util.List;

/** A few track numbers; allocates only to grow. */
final class TrackIds {
  private long[] ids = new long[8];
  private int size;

  boolean contains(long id) {
    for (int i = 0; i < size; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }

  /** Adds a number that is not there yet. */
  void add(long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  void remove(long id) {
    for (int i = size - 1; i >= 0; i--) {
      if (ids[i] == id) {
        ids[i] = ids[--size];
      }
    }
  }

  /** Removes the numbers of all other tracks. */
  void retain(List<Track> tracks) {
    for (int i = size - 1; i >= 0; i--) {
      if (!isOf(tracks, ids[i])) {
        ids[i] = ids[--size];
      }
    }
  }

  /** Whether one of the tracks has this number. */
  static boolean isOf(List<Track> tracks, long id) {
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).id() == id) {
        return true;
      }
    }
    return false;
  }
}
