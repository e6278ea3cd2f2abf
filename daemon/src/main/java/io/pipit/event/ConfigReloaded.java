package io.pipit.event;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file was read again.
 *
 * @param applied whether it is in force; a file with errors leaves all as it was
 * @param errors how many errors were in it; 0 if it is applied
 * @param restart keys whose new value is in force only after a restart
 * @param pins names of the outputs and inputs that there are now; not in the message
 */
public record ConfigReloaded(boolean applied, int errors, List<String> restart, Set<String> pins)
    implements Event {
  public ConfigReloaded {
    restart = List.copyOf(restart);
    pins = Set.copyOf(pins);
  }

  @Override
  public Kind kind() {
    return Kind.CONFIG;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.config(this);
  }

  @Override
  public @Nullable String camera() {
    return null;
  }

  @Override
  public @Nullable Subject subject() {
    return null;
  }
}
