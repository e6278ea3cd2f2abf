package io.pipit.actuate;

import io.pipit.config.GpioSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.event.InputChanged;
import io.pipit.event.OutputState;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import io.pipit.supervise.Heartbeat;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The pins, each with its driver, and the thread {@code gpio} that alone touches them. */
final class GpioActuators implements Actuators {
  private final GpioThread thread;
  private final GpioPins pins; // gpio thread only
  private boolean stopped; // gpio thread only

  /**
   * Claims all lines.
   *
   * @param heartbeat of the gpio thread
   * @param backend opens it; runs on the gpio thread, as all that touches a pin
   */
  GpioActuators(
      GpioSettings settings,
      Supplier<GpioPort> backend,
      Heartbeat heartbeat,
      Consumer<OutputState> outputs,
      Consumer<InputChanged> inputs) {
    thread = new GpioThread(heartbeat);
    try {
      pins = thread.call(() -> new GpioPins(settings, backend, thread, outputs, inputs));
    } catch (CompletionException e) {
      thread.close();
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  @Override
  public void apply(OutputCommand command) {
    enqueue(() -> pins.apply(command, FrameTime.now()));
  }

  @Override
  public CompletableFuture<HandAnswer> byHand(HandCommand command) {
    return ask(() -> pins.byHand(command, FrameTime.now()));
  }

  @Override
  public CompletableFuture<Set<String>> reconfigure(GpioSettings settings) {
    return ask(() -> pins.reconfigure(settings, FrameTime.now()));
  }

  private <T> CompletableFuture<T> ask(Supplier<T> task) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            if (stopped) {
              throw new UserException(ExitCode.UNAVAILABLE, "this Pipit is about to end");
            }
            answer.complete(task.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @Override
  public void safe(Collection<String> outputs, String reason) {
    Collection<String> names = List.copyOf(outputs);
    enqueue(() -> pins.safe(names, reason, FrameTime.now()));
  }

  @Override
  public void safe(String reason) {
    enqueue(() -> pins.safe(pins.outputs(), reason, FrameTime.now()));
  }

  @Override
  public void stop() {
    thread.await(
        () -> {
          if (!stopped) {
            stopped = true;
            pins.safe(pins.outputs(), "stop", FrameTime.now());
          }
        });
  }

  @Override
  public void close() {
    stop();
    thread.await(
        () -> {
          pins.close();
          thread.close(); // at once: a task in between would claim the pins again
        });
    thread.close(); // for pins that do not answer
  }

  private void enqueue(Runnable task) {
    thread.execute(
        () -> {
          if (!stopped) {
            task.run();
          }
        });
  }
}
