package io.pipit.actuate;

import io.pipit.scene.OutputAction;

/**
 * What a person asks of an output.
 *
 * @param output the output's name
 * @param action {@link OutputAction#LATCH}: on, {@link OutputAction#OFF}: off, {@link
 *     OutputAction#PULSE}: on for its pulse time
 * @param force whether it is done even while a rule holds the output on
 * @param user who asks, for the log
 */
public record HandCommand(String output, OutputAction action, boolean force, String user) {
  /** What an output's state names as its cause when a person has switched it. */
  public static final String CAUSE = "manual";
}
