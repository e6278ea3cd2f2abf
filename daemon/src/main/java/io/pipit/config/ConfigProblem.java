package io.pipit.config;

/**
 * One error in a configuration.
 *
 * @param file where, as the user named it
 * @param line counted from 1; 0: of the file as a whole
 * @param message names the key, the rule and what stands there instead
 */
public record ConfigProblem(String file, int line, String message) {
  /** The same place with another message. */
  public ConfigProblem withMessage(String other) {
    return new ConfigProblem(file, line, other);
  }

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + message;
  }
}
