package io.pipit.track;

import java.util.List;

/**
 * Labels that detectors take for one another: they give one thing now this label, now that one.
 * Only these may continue each other's tracks; a person is never a bicycle.
 */
final class LookAlikes {
  private static final List<List<String>> FAMILIES =
      List.of(
          List.of("car", "truck", "bus", "van", "train"),
          List.of("bicycle", "motorcycle", "motorbike"),
          List.of("dog", "cat", "sheep", "cow", "horse", "bear", "fox"));

  private LookAlikes() {}

  /** By class index a number that all look-alikes share. */
  static int[] families(List<String> classes) {
    int[] families = new int[classes.size()];
    for (int i = 0; i < families.length; i++) {
      families[i] = FAMILIES.size() + i;
      for (int f = 0; f < FAMILIES.size(); f++) {
        if (FAMILIES.get(f).contains(classes.get(i))) {
          families[i] = f;
        }
      }
    }
    return families;
  }
}
