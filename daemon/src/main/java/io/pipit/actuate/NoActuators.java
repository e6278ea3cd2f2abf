package io.pipit.actuate;

import io.pipit.scene.OutputCommand;
import java.util.Collection;

/** A board without outputs. */
final class NoActuators implements Actuators {
  @Override
  public void apply(OutputCommand command) {}

  @Override
  public void safe(Collection<String> outputs, String reason) {}

  @Override
  public void safe(String reason) {}

  @Override
  public void stop() {}

  @Override
  public void close() {}
}
