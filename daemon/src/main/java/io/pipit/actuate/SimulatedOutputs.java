package io.pipit.actuate;

import io.pipit.config.GpioSettings;
import io.pipit.config.GpioSettings.Output;
import io.pipit.event.OutputState;
import io.pipit.event.OutputState.Status;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Outputs without pins, in a time that the caller lets pass: what a recording would have switched,
 * and when. Deterministic; used by one thread.
 */
public final class SimulatedOutputs implements Actuators {
  private final Map<String, OutputLogic> outputs = new LinkedHashMap<>();
  private final Consumer<OutputState> onChange;
  private FrameTime now;

  /**
   * Outputs at their safe states.
   *
   * @param onChange gets every change
   */
  public SimulatedOutputs(List<Output> settings, FrameTime start, Consumer<OutputState> onChange) {
    now = start;
    this.onChange = onChange;
    for (Output output : settings) {
      outputs.put(output.name(), new OutputLogic(output, start.monoNanos()));
    }
  }

  /** Lets time pass: pulses end, what had to wait happens, in the order of its time. */
  public void advance(FrameTime to) {
    for (long due = nextDue(); due <= to.monoNanos(); due = nextDue()) {
      now = now.plusNanos(due - now.monoNanos());
      outputs.forEach((name, logic) -> change(name, logic, () -> logic.tick(now.monoNanos())));
    }
    now = to;
  }

  private long nextDue() {
    long due = OutputLogic.NEVER;
    for (OutputLogic logic : outputs.values()) {
      long left = logic.nanosToTick(now.monoNanos());
      due = left == OutputLogic.NEVER ? due : Math.min(due, now.monoNanos() + left);
    }
    return due;
  }

  private void change(String name, OutputLogic logic, Runnable what) {
    boolean before = logic.on();
    what.run();
    if (logic.on() != before) {
      onChange.accept(
          new OutputState(name, logic.on() ? Status.ON : Status.OFF, logic.cause(), true, now));
    }
  }

  @Override
  public void apply(OutputCommand command) {
    OutputLogic logic = outputs.get(command.output());
    if (logic != null) {
      change(command.output(), logic, () -> logic.apply(command, now.monoNanos()));
    }
  }

  @Override
  public CompletableFuture<Set<String>> reconfigure(GpioSettings settings) {
    throw new UnsupportedOperationException("a recording has one configuration");
  }

  @Override
  public CompletableFuture<HandAnswer> byHand(HandCommand command) {
    throw new UnsupportedOperationException("a recording's outputs are not switched by hand");
  }

  @Override
  public void safe(Collection<String> names, String reason) {
    outputs.forEach(
        (name, logic) -> {
          if (names.contains(name)) {
            change(name, logic, () -> logic.safe(reason, now.monoNanos()));
          }
        });
  }

  @Override
  public void safe(String reason) {
    safe(List.copyOf(outputs.keySet()), reason);
  }

  @Override
  public void stop() {
    safe("stop");
  }

  @Override
  public void close() {
    stop();
  }
}
