package io.pipit.actuate;

import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.Output;
import java.util.List;

/** No pins: outputs go nowhere, inputs are never active. The log says what would be done. */
final class DryRunPort implements GpioPort {
  @Override
  public void announce(List<Output> outputs) {}

  @Override
  public OutputLine output(Output output) {
    return new OutputLine() {
      @Override
      public void set(boolean high) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public InputLine input(Input input, Runnable onEdge) {
    boolean inactive = input.activeLow();
    return new InputLine() {
      @Override
      public boolean high() {
        return inactive;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
