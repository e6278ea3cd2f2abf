package io.pipit.event;

import io.pipit.scene.Frame;

/**
 * Looks at frames together with what they came to, for a page, a snapshot or a recorder. Called on
 * the pipeline's thread before the frame is closed: whoever wants to keep pixels copies them.
 */
public interface FrameTap {
  /** Whether the next frame of a camera is wanted; asked for every frame, so it must be cheap. */
  boolean wants(String camera);

  /** Takes a frame that was wanted; must not keep it, close it, or block. */
  void take(Frame frame, Report report);
}
