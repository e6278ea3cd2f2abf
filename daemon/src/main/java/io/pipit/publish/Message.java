package io.pipit.publish;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One live message, encoded once and shared by all who get it, with what filters and queues need to
 * know of it. Nobody changes its bytes.
 */
public final class Message {
  private final MessageType type;
  private final long seq;
  private final @Nullable String camera;
  private final @Nullable String label;
  private final float topScore;
  private final List<String> zones;
  private final byte[] line;

  private Message(
      MessageType type,
      long seq,
      @Nullable String camera,
      @Nullable String label,
      float topScore,
      List<String> zones,
      byte[] line) {
    this.type = type;
    this.seq = seq;
    this.camera = camera;
    this.label = label;
    this.topScore = topScore;
    this.zones = zones;
    this.line = line;
  }

  /**
   * A message about a track.
   *
   * @param zones that the track has been in
   */
  public static Message ofTrack(
      MessageType type,
      long seq,
      String camera,
      String label,
      float topScore,
      List<String> zones,
      byte[] line) {
    return new Message(type, seq, camera, label, topScore, zones, line);
  }

  /** A message about a camera. */
  public static Message ofCamera(MessageType type, long seq, String camera, byte[] line) {
    return new Message(type, seq, camera, null, 0, List.of(), line);
  }

  /** A message about the whole board. */
  public static Message ofNode(MessageType type, long seq, byte[] line) {
    return new Message(type, seq, null, null, 0, List.of(), line);
  }

  public MessageType type() {
    return type;
  }

  /** Its number; a frame has none of its own and carries the last one given. */
  public long seq() {
    return seq;
  }

  /** The camera it is about; null: about none. */
  public @Nullable String camera() {
    return camera;
  }

  /** The label of the track it is about; null: about none. */
  public @Nullable String label() {
    return label;
  }

  /** The track's best score so far. */
  public float topScore() {
    return topScore;
  }

  /** The zones that the track has been in. */
  public List<String> zones() {
    return zones;
  }

  /** JSON in UTF-8 with a newline at the end; shared, not to be changed. */
  public byte[] line() {
    return line;
  }
}
