package io.pipit.actuate;

import com.diozero.api.GpioEventTrigger;
import com.diozero.api.GpioPullUpDown;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.Output;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Any board with GPIO chips, by way of diozero. */
final class DiozeroPort implements GpioPort {
  private final BoardChips board;
  private final SafeFile safeFile;
  private final Deque<ClaimedLine> open = new ArrayDeque<>();

  DiozeroPort(BoardChips board, SafeFile safeFile) {
    this.board = board;
    this.safeFile = safeFile;
  }

  @Override
  public void announce(List<Output> outputs) {
    safeFile.write(outputs, board.chips());
  }

  @Override
  public OutputLine output(Output output) {
    int safe = output.high(output.safeOn()) ? 1 : 0;
    ClaimedLine line =
        new ClaimedLine(
            board,
            output.line(),
            (chip, offset) -> chip.provisionGpioOutputDevice(offset, safe),
            (chip, held) -> {});
    open.push(line);
    return new OutputLine() {
      @Override
      public void set(boolean high) {
        line.use(
            "switched",
            held -> {
              held.setValue(high ? 1 : 0);
              return 0;
            });
      }

      @Override
      public void close() {
        letGo(line);
      }
    };
  }

  @Override
  public InputLine input(Input input, Runnable onEdge) {
    GpioPullUpDown bias =
        switch (input.bias()) {
          case UP -> GpioPullUpDown.PULL_UP;
          case DOWN -> GpioPullUpDown.PULL_DOWN;
          case NONE -> GpioPullUpDown.NONE;
        };
    ClaimedLine line =
        new ClaimedLine(
            board,
            input.line(),
            (chip, offset) -> {
              GpioLine held = chip.provisionGpioInputDevice(offset, bias, GpioEventTrigger.BOTH);
              chip.register(held.getFd(), (fd, event, epochMillis, nanos) -> onEdge.run());
              return held;
            },
            (chip, held) -> chip.deregister(held.getFd()));
    open.push(line);
    return new InputLine() {
      @Override
      public boolean high() {
        return line.use("read", GpioLine::getValue) != 0;
      }

      @Override
      public void close() {
        letGo(line);
      }
    };
  }

  private void letGo(ClaimedLine line) {
    open.remove(line);
    line.close();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
