package io.pipit.actuate;

import com.diozero.api.RuntimeIOException;
import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import io.pipit.actuate.Chips.Place;
import io.pipit.config.GpioSettings.LineAddress;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A line of the kernel's that is held. When it fails it is let go, and claimed again at its next
 * use: a chip on a plug may have been away, and have another number now.
 */
final class ClaimedLine implements AutoCloseable {
  private final BoardChips board;
  private final LineAddress wanted;
  private final Request request;
  private final Release release;
  private @Nullable Held held;

  /** Asks the kernel for a line. */
  interface Request {
    GpioLine of(GpioChip chip, int offset);
  }

  /** What is to be undone before a line is let go. */
  interface Release {
    void of(GpioChip chip, GpioLine line);
  }

  private record Held(Place place, GpioChip chip, GpioLine line) {}

  /**
   * Claims a line.
   *
   * @throws GpioException when it is not available
   */
  ClaimedLine(BoardChips board, LineAddress wanted, Request request, Release release) {
    this.board = board;
    this.wanted = wanted;
    this.request = request;
    this.release = release;
    held = claim();
  }

  private Held claim() {
    board.lookAgain();
    Place place = board.chips().find(wanted);
    GpioChip chip = Objects.requireNonNull(board.handle(place.chip()), place.toString());
    try {
      return new Held(place, chip, request.of(chip, place.offset()));
    } catch (RuntimeIOException e) {
      throw GpioException.unavailable("the line " + place + " is not available", e);
    }
  }

  /**
   * Does something with it.
   *
   * @param what for the message: it can't be ...
   * @throws GpioException when that fails, or it is no longer available
   */
  int use(String what, ToIntFunction<GpioLine> action) {
    Held now = held;
    if (now == null) {
      now = claim();
      held = now;
    }
    try {
      return action.applyAsInt(now.line);
    } catch (RuntimeIOException e) {
      close();
      throw GpioException.unavailable("the line " + now.place + " can't be " + what, e);
    }
  }

  @Override
  public void close() {
    Held now = held;
    held = null;
    if (now != null) {
      release.of(now.chip, now.line);
      now.line.close();
    }
  }
}
