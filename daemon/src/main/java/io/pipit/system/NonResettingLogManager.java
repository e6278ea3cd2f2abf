package io.pipit.system;

import java.util.logging.LogManager;

/**
 * Keeps the log until the process ends: the JDK's own manager closes all handlers at the first sign
 * of shutdown, and what the daemon says while it closes would be lost.
 */
public final class NonResettingLogManager extends LogManager {
  @Override
  public void reset() {}
}
