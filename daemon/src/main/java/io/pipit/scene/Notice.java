package io.pipit.scene;

/** News for the pipeline's thread that is no picture; none is ever dropped. */
public sealed interface Notice extends Mail {
  /** When it happened. */
  FrameTime time();

  /**
   * A camera shows nothing any more: it is stale, being opened again, or has ended. Its tracks end,
   * and what its rules hold is let go.
   */
  record CameraLost(String camera, FrameTime time) implements Notice {}

  /** For a while nothing has come; time has passed all the same. */
  record Quiet(FrameTime time) implements Notice {}

  /**
   * An input of the board has changed, debounced.
   *
   * @param input its name
   * @param active whether it is on, its polarity taken into account
   */
  record InputChanged(String input, boolean active, FrameTime time) implements Notice {}
}
