package io.pipit.actuate;

import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.Output;
import java.util.List;

/** What a back-end can do with pins. Used on the gpio thread only; levels are those of the pins. */
interface GpioPort extends AutoCloseable {
  /** Records which lines will be driven, for whoever makes them safe when this process has died. */
  void announce(List<Output> outputs);

  /**
   * Claims a line, driven from the first moment at the level of the output's safe state.
   *
   * @throws GpioException when it is not available
   */
  OutputLine output(Output output);

  /**
   * Claims a line to read.
   *
   * @param onEdge is called on any thread when the level may have changed
   * @throws GpioException when it is not available
   */
  InputLine input(Input input, Runnable onEdge);

  /** Lets all lines go. */
  @Override
  void close();

  /** A pin that is driven. */
  interface OutputLine extends AutoCloseable {
    /**
     * Drives it high or low.
     *
     * @throws GpioException when it does not obey
     */
    void set(boolean high);

    /** Lets it go, at the level it has. */
    @Override
    void close();
  }

  /** A pin that is read. */
  interface InputLine extends AutoCloseable {
    /**
     * Its level now.
     *
     * @throws GpioException when it can't be read
     */
    boolean high();

    /** Lets it go. */
    @Override
    void close();
  }
}
