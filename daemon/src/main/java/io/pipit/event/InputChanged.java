package io.pipit.event;

import io.pipit.scene.FrameTime;
import org.jspecify.annotations.Nullable;

/**
 * An input of the board has changed, debounced.
 *
 * @param input its name
 * @param active whether it is on, its polarity taken into account
 * @param time when it changed
 */
public record InputChanged(String input, boolean active, FrameTime time) implements Event {
  @Override
  public Kind kind() {
    return Kind.INPUT;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.input(this);
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
