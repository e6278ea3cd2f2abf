package io.pipit.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The board's pins.
 *
 * @param required whether the daemon refuses to start when one of them is not available; else it
 *     goes on and only logs what that one would do
 * @param outputs in the order of their names
 * @param inputs in the order of their names
 */
public record GpioSettings(
    Backend backend, boolean required, List<Output> outputs, List<Input> inputs) {
  /** No pin at all. */
  public static final GpioSettings NONE =
      new GpioSettings(Backend.AUTO, true, List.of(), List.of());

  public GpioSettings {
    outputs = List.copyOf(outputs);
    inputs = List.copyOf(inputs);
  }

  /** The names of all outputs and inputs. */
  public Set<String> names() {
    return Stream.concat(outputs.stream().map(Output::name), inputs.stream().map(Input::name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a running daemon can go over to other settings: it has pins, driven the same way. */
  boolean canBecome(GpioSettings other) {
    return !names().isEmpty() && backend == other.backend && required == other.required;
  }

  /** What drives the pins. */
  public enum Backend {
    AUTO,
    PI4J,
    DIOZERO,
    DRY_RUN
  }

  /** Which line of which chip a pin is. */
  public sealed interface LineAddress {
    /** By the name that the board gives it, such as GPIO17. */
    record Named(String name) implements LineAddress {
      @Override
      public String toString() {
        return name;
      }
    }

    /** By its chip's label and its number on that chip. */
    record At(String chip, int offset) implements LineAddress {
      @Override
      public String toString() {
        return chip + " offset " + offset;
      }
    }
  }

  /**
   * A pin that is driven.
   *
   * @param activeLow whether it is on when the pin is low
   * @param pulse how long a pulse is
   * @param maxOn never on for longer; null: no limit
   * @param minOff off for at least this long
   * @param safeOn whether it is on in its safe state
   */
  public record Output(
      String name,
      LineAddress line,
      boolean activeLow,
      Duration pulse,
      @Nullable Duration maxOn,
      Duration minOff,
      boolean safeOn) {
    /** The pin's level when the output is on or off. */
    public boolean high(boolean on) {
      return on != activeLow;
    }
  }

  /** What holds an input's pin while nothing drives it. */
  public enum Bias {
    UP,
    DOWN,
    NONE
  }

  /**
   * A pin that is read.
   *
   * @param activeLow whether it is active when the pin is low
   * @param debounce a change counts when it has lasted this long
   */
  public record Input(
      String name, LineAddress line, boolean activeLow, Bias bias, Duration debounce) {
    /** Whether the input is active at a level of its pin. */
    public boolean active(boolean high) {
      return high != activeLow;
    }
  }
}
