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
 * @param zones names of all cameras' zones
 */
public record NodeInfo(
    String node,
    String bootId,
    String version,
    ModelIdentity model,
    List<String> cameras,
    List<String> zones) {
  public NodeInfo {
    cameras = List.copyOf(cameras);
    zones = List.copyOf(zones);
  }

  /** A run of the program that begins now. */
  public static NodeInfo start(
      String node, String version, ModelIdentity model, List<String> cameras, List<String> zones) {
    return new NodeInfo(node, UUID.randomUUID().toString(), version, model, cameras, zones);
  }
}
