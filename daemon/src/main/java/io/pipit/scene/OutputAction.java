package io.pipit.scene;

/** What a rule wants of an output. */
public enum OutputAction {
  /** On for the output's pulse time, from the moment the rule fires or min-off is over. */
  PULSE,
  /** On for as long as the rule holds. */
  FOLLOW,
  /** On until some rule switches it off. */
  LATCH,
  /** Off, whatever switched it on. */
  OFF
}
