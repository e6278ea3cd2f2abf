package io.pipit.publish.client;

import io.pipit.publish.Filter;
import io.pipit.publish.Rejection;

/** One line from a client. */
sealed interface Command {
  /** Replaces the filter. */
  record Subscribe(Filter filter) implements Command {}

  /** Asks for the present state. */
  record Snapshot() implements Command {}

  /**
   * Asks for a sign of life.
   *
   * @param id what to send back, as JSON
   */
  record Ping(String id) implements Command {}

  /** An empty line: no command, but it counts towards the limits. */
  record Blank() implements Command {}

  /** Not a command. */
  record Wrong(Rejection rejection) implements Command {}
}
