package io.pipit.publish.client;

import io.pipit.publish.Rejection;
import io.pipit.publish.Subscription;

/** One line from a client. */
sealed interface Command {
  /** Replaces the subscription. */
  record Subscribe(Subscription subscription) implements Command {}

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
