package io.pipit.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file was read again.
 *
 * @param applied whether it is in force; a file with errors leaves all as it was
 * @param errors how many errors were in it; 0 if it is applied
 * @param restart keys whose new value is in force only after a restart
 */
public record ConfigReloaded(boolean applied, int errors, List<String> restart) implements Event {
  public ConfigReloaded {
    restart = List.copyOf(restart);
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
