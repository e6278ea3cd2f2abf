package io.pipit.scene;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened in front of a camera. */
public sealed interface SceneEvent {
  /** A track was confirmed. */
  record TrackStarted(String camera, Track track) implements SceneEvent {}

  /** A track has a better picture, or began or ceased to stand still. */
  record TrackUpdated(String camera, Track track) implements SceneEvent {}

  /** A track is gone. */
  record TrackEnded(String camera, Track track, FrameTime end) implements SceneEvent {}

  /**
   * How many things of a label are in a zone has changed.
   *
   * @param count how many now
   */
  record ZoneChanged(String camera, String zone, String label, int count) implements SceneEvent {}

  /**
   * A track has crossed a line.
   *
   * @param direction to which side, as seen from the line's first point towards its second
   */
  record LineCrossed(String camera, String line, Track track, Direction direction)
      implements SceneEvent {
    /** The side that a track has come to. */
    public enum Direction {
      LEFT,
      RIGHT
    }
  }

  /**
   * A rule fires or clears.
   *
   * @param rule its name
   * @param active true when it fires
   * @param momentary whether it fires without holding, and so never clears: a line was crossed
   * @param events names that the rule gives to this
   * @param commands what it asks of outputs
   * @param because what made it fire; null when it clears and when an input did
   */
  record RuleChanged(
      String rule,
      boolean active,
      boolean momentary,
      List<String> events,
      List<OutputCommand> commands,
      @Nullable Because because)
      implements SceneEvent {
    public RuleChanged {
      events = List.copyOf(events);
      commands = List.copyOf(commands);
    }
  }

  /**
   * The track that made a rule fire.
   *
   * @param place the zone or line that the rule names; null when it names none
   */
  record Because(String camera, Track track, @Nullable String place) {}
}
