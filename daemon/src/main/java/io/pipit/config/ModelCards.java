package io.pipit.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a model's package what the rest of the configuration depends on. */
@FunctionalInterface
public interface ModelCards {
  /**
   * What the model says of itself.
   *
   * @param name with its version
   * @param classes the labels that it knows
   * @param minScores by class the score that it recommends, 0 to 1
   * @param inputSide the longer side of the input that it is made for, in pixels
   */
  record Facts(String name, List<String> classes, List<Float> minScores, int inputSide) {
    public Facts {
      classes = List.copyOf(classes);
      minScores = List.copyOf(minScores);
    }
  }

  /**
   * The facts of the package in a folder; null where somebody else reports what is wrong with it.
   *
   * @throws io.pipit.errors.UserException when there is none, or its card is wrong
   */
  @Nullable Facts read(Path folder);
}
