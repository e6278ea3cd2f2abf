package io.pipit.publish;

import io.pipit.scene.ModelIdentity;
import java.util.List;
import java.util.UUID;

/** Who sends the messages. Safe for several threads. */
public final class NodeInfo {
  private final String node;
  private final String bootId;
  private final String version;
  private final ModelIdentity model;
  private final List<String> cameras;
  private volatile List<String> zones;

  /**
   * A run of the program.
   *
   * @param node the board's name
   * @param bootId names this run of the program; numbers of messages and tracks mean nothing in
   *     another
   * @param version Pipit's version
   * @param model the model in use
   * @param cameras names of all cameras
   * @param zones names of all cameras' zones
   */
  public NodeInfo(
      String node,
      String bootId,
      String version,
      ModelIdentity model,
      List<String> cameras,
      List<String> zones) {
    this.node = node;
    this.bootId = bootId;
    this.version = version;
    this.model = model;
    this.cameras = List.copyOf(cameras);
    this.zones = List.copyOf(zones);
  }

  /** A run of the program that begins now. */
  public static NodeInfo start(
      String node, String version, ModelIdentity model, List<String> cameras, List<String> zones) {
    return new NodeInfo(node, UUID.randomUUID().toString(), version, model, cameras, zones);
  }

  public String node() {
    return node;
  }

  public String bootId() {
    return bootId;
  }

  public String version() {
    return version;
  }

  public ModelIdentity model() {
    return model;
  }

  public List<String> cameras() {
    return cameras;
  }

  /** The zones' names as they are now. */
  public List<String> zones() {
    return zones;
  }

  /** The configuration was read again: these are the zones from now on. */
  public void zones(List<String> changed) {
    zones = List.copyOf(changed);
  }
}
