package io.pipit.actuate;

import com.diozero.api.GpioEventTrigger;
import com.diozero.api.GpioPullUpDown;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import io.pipit.actuate.Chips.Place;
import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.Output;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Supplier;

/** Any board with GPIO chips, by way of diozero. */
final class DiozeroPort implements GpioPort {
  private final BoardChips board;
  private final Deque<Runnable> open = new ArrayDeque<>();

  DiozeroPort(BoardChips board) {
    this.board = board;
  }

  @Override
  public OutputLine output(Output output) {
    Place place = board.chips().find(output.line());
    GpioChip chip = chip(place);
    int level = output.high(output.safeOn()) ? 1 : 0;
    GpioLine line = claim(place, () -> chip.provisionGpioOutputDevice(place.offset(), level));
    open.push(line::close);
    return high -> {
      try {
        line.setValue(high ? 1 : 0);
      } catch (RuntimeIOException e) {
        throw GpioException.unavailable("the line " + place + " can't be switched", e);
      }
    };
  }

  @Override
  public InputLine input(Input input, Runnable onEdge) {
    Place place = board.chips().find(input.line());
    GpioChip chip = chip(place);
    GpioPullUpDown bias =
        switch (input.bias()) {
          case UP -> GpioPullUpDown.PULL_UP;
          case DOWN -> GpioPullUpDown.PULL_DOWN;
          case NONE -> GpioPullUpDown.NONE;
        };
    GpioLine line =
        claim(
            place,
            () -> chip.provisionGpioInputDevice(place.offset(), bias, GpioEventTrigger.BOTH));
    int fd = line.getFd();
    claim(
        place,
        () -> {
          chip.register(fd, (lineFd, event, epochMillis, nanos) -> onEdge.run());
          return line;
        });
    open.push(
        () -> {
          chip.deregister(fd);
          line.close();
        });
    return () -> {
      try {
        return line.getValue() != 0;
      } catch (RuntimeIOException e) {
        throw GpioException.unavailable("the line " + place + " can't be read", e);
      }
    };
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }

  private GpioChip chip(Place place) {
    return Objects.requireNonNull(board.handle(place.chip()), place.toString());
  }

  private static GpioLine claim(Place place, Supplier<GpioLine> request) {
    try {
      return request.get();
    } catch (RuntimeIOException e) {
      throw GpioException.unavailable("the line " + place + " can't be had", e);
    }
  }
}
