package io.pipit.publish;

import io.pipit.scene.ModelIdentity;
import java.util.List;
import java.util.UUID;

/**
 * Who sends the messages.
 *
 * @param node the board's name
 * @param bootId names this run of the program; numbers of messages and tracks mean nothing in
 *     another
 * @param version Pipit's version
 * @param model the model in use
 * @param cameras names of all cameras
 */
public record Origin(
    String node, String bootId, String version, ModelIdentity model, List<String> cameras) {
  public Origin {
    cameras = List.copyOf(cameras);
  }

  /** A run of the program that begins now. */
  public static Origin start(
      String node, String version, ModelIdentity model, List<String> cameras) {
    return new Origin(node, UUID.randomUUID().toString(), version, model, cameras);
  }
}
