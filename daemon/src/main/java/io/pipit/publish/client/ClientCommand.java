package io.pipit.publish.client;

import io.pipit.publish.Rejection;
import io.pipit.publish.Subscription;

/** One line from a client. */
sealed interface ClientCommand {
  /** Replaces the subscription. */
  record Subscribe(Subscription subscription) implements ClientCommand {}

  /** Asks for the present state. */
  record Snapshot() implements ClientCommand {}

  /**
   * Asks for a sign of life.
   *
   * @param id what to send back, as JSON
   */
  record Ping(String id) implements ClientCommand {}

  /** An empty line: no command, but it counts towards the limits. */
  record Blank() implements ClientCommand {}

  /** Not a command. */
  record Wrong(Rejection rejection) implements ClientCommand {}
}
