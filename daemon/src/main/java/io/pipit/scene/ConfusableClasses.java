package io.pipit.scene;

import java.util.List;

/**
 * Classes that detectors take for one another: they give one object now this label, now that one,
 * or both at once. Only boxes of one group may be one object: a person is never a bicycle.
 */
public final class ConfusableClasses {
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("car", "truck", "bus", "van", "train"),
          List.of("bicycle", "motorcycle", "motorbike"),
          List.of("dog", "cat", "sheep", "cow", "horse", "bear", "fox"));

  private final int[] groups;

  /**
   * The groups among a model's classes.
   *
   * @param classes names by class index
   */
  public ConfusableClasses(List<String> classes) {
    groups = new int[classes.size()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = GROUPS.size() + i;
      for (int g = 0; g < GROUPS.size(); g++) {
        if (GROUPS.get(g).contains(classes.get(i))) {
          groups[i] = g;
        }
      }
    }
  }

  /** A number that all classes of a group share; a class that is in none has its own. */
  public int group(int classId) {
    return groups[classId];
  }
}
