package io.pipit.scene;

import java.util.List;

/**
 * Which model made the detections.
 *
 * @param name the model's name and version
 * @param sha256 of the file that runs
 * @param precision "int8 signed" or "int8 unsigned"
 * @param classes names by class index
 */
public record ModelIdentity(String name, String sha256, String precision, List<String> classes) {
  public ModelIdentity {
    classes = List.copyOf(classes);
  }
}
