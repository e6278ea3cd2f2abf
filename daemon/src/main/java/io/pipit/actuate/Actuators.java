package io.pipit.actuate;

import io.pipit.config.GpioSettings;
import io.pipit.event.InputChanged;
import io.pipit.event.OutputState;
import io.pipit.scene.OutputCommand;
import io.pipit.supervise.Heartbeats;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The board's outputs. Calls only hand over, from any thread; commands are done in their order. */
public interface Actuators extends AutoCloseable {
  /**
   * Claims the configured lines; without any, nothing is loaded and there is no thread.
   *
   * @param safeFile records which lines are driven, before they are
   * @param heartbeats get one for the gpio thread
   * @param outputs gets every output at once and whenever one changes, on the gpio thread
   * @param inputs gets every input at once and whenever one changes, on the gpio thread
   * @throws io.pipit.errors.UserException when required lines are not available; none is held then
   */
  static Actuators open(
      GpioSettings settings,
      SafeFile safeFile,
      Heartbeats heartbeats,
      Consumer<OutputState> outputs,
      Consumer<InputChanged> inputs) {
    return settings.outputs().isEmpty() && settings.inputs().isEmpty()
        ? none()
        : new GpioActuators(
            settings,
            () -> Backends.open(settings, safeFile),
            heartbeats.of("gpio"),
            outputs,
            inputs);
  }

  /** A board without outputs and inputs. */
  static Actuators none() {
    return new NoActuators();
  }

  /** Does what a rule asks. */
  void apply(OutputCommand command);

  /**
   * Does what a person asks.
   *
   * @return completes when the pin has its level; with a UserException when there is no such output
   */
  CompletableFuture<HandAnswer> byHand(HandCommand command);

  /**
   * The configuration was read again: lines that have changed are claimed again.
   *
   * @return completes with the names of the outputs and inputs that were let go or claimed
   */
  CompletableFuture<Set<String>> reconfigure(GpioSettings settings);

  /** Sends outputs to their safe state, where they stay until a rule fires again. */
  void safe(Collection<String> outputs, String reason);

  /** Sends all outputs to their safe state, where they stay until a rule fires again. */
  void safe(String reason);

  /** Sends all outputs to their safe state for good, and returns when they are there. */
  void stop();

  /** As {@link #stop}, and lets the lines go. */
  @Override
  void close();
}
