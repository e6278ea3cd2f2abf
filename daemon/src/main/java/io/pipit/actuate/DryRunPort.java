package io.pipit.actuate;

import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.Output;

/** No pins: outputs go nowhere, inputs are never active. The log says what would be done. */
final class DryRunPort implements GpioPort {
  @Override
  public OutputLine output(Output output) {
    return high -> {};
  }

  @Override
  public InputLine input(Input input, Runnable onEdge) {
    boolean inactive = input.activeLow();
    return () -> inactive;
  }

  @Override
  public void close() {}
}
