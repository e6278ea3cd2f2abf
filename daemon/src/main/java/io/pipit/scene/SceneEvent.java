package io.pipit.scene;

/** Something that happened in front of a camera. */
public sealed interface SceneEvent {
  /** The camera's name. */
  String camera();

  /** A track was confirmed. */
  record TrackStarted(String camera, Track track) implements SceneEvent {}

  /** A track has a better picture, or began or ceased to stand still. */
  record TrackUpdated(String camera, Track track) implements SceneEvent {}

  /** A track is gone. */
  record TrackEnded(String camera, Track track, FrameTime end) implements SceneEvent {}
}
