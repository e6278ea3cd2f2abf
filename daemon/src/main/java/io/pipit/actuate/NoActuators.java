package io.pipit.actuate;

import io.pipit.config.GpioSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.scene.OutputCommand;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A board without outputs. */
final class NoActuators implements Actuators {
  @Override
  public void apply(OutputCommand command) {}

  @Override
  public CompletableFuture<HandAnswer> byHand(HandCommand command) {
    return CompletableFuture.failedFuture(
        new UserException(
            ExitCode.USAGE,
            "there is no output '%s': the configuration has none".formatted(command.output())));
  }

  @Override
  public CompletableFuture<Set<String>> reconfigure(GpioSettings settings) {
    return CompletableFuture.completedFuture(Set.of());
  }

  @Override
  public void safe(Collection<String> outputs, String reason) {}

  @Override
  public void safe(String reason) {}

  @Override
  public void stop() {}

  @Override
  public void close() {}
}
