package io.pipit.rule;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the board's inputs are on. */
final class Inputs {
  private final Set<String> on = new HashSet<>();

  void set(String input, boolean active) {
    if (active) {
      on.add(input);
    } else {
      on.remove(input);
    }
  }

  /** Whether an input is on; what asks for none has it. */
  boolean isOn(@Nullable String input) {
    return input == null || on.contains(input);
  }
}
