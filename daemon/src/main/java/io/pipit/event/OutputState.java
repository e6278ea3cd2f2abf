package io.pipit.event;

import io.pipit.scene.FrameTime;
import org.jspecify.annotations.Nullable;

/**
 * How an output of the board is.
 *
 * @param output its name
 * @param status what state it is in
 * @param cause the rule that made it so; {@code start}, {@code max-on}, or {@code safe: } and why
 * @param dryRun true when no pin is behind it: it is only logged
 * @param time since when
 */
public record OutputState(
    String output, Status status, String cause, boolean dryRun, FrameTime time) implements Event {
  /** The states of an output; names in lower case are those of the protocol. */
  public enum Status {
    ON,
    OFF,
    /** It could not be switched, so its level is unknown; it is tried again. */
    FAULT
  }

  @Override
  public Kind kind() {
    return Kind.OUTPUT;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.output(this);
  }

  @Override
  public @Nullable String camera() {
    return null;
  }

  @Override
  public @Nullable Subject subject() {
    return null;
  }
}
