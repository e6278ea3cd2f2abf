package io.pipit.camera;

import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;

/** Takes what a camera gives; calls must not block. */
public interface FrameSink {
  /** Takes a frame over: whoever implements this closes it. */
  void offer(Frame frame);

  /**
   * The camera shows nothing any more: it is stale, being opened again, or has ended; or what it
   * shows next has nothing to do with what it showed before.
   */
  void lost(String camera, FrameTime time);
}
