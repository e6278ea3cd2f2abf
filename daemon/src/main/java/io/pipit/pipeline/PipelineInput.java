package io.pipit.pipeline;

import io.pipit.config.Settings;
import io.pipit.event.InputChanged;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.util.Set;

/** What comes to the pipeline's thread: a frame, or an event that controls it. */
public sealed interface PipelineInput {
  /** A frame; whoever takes it closes it. */
  record FrameInput(Frame frame) implements PipelineInput {}

  /** No frame; none of these is ever dropped. */
  sealed interface ControlEvent extends PipelineInput {}

  /** A camera shows nothing any more. Its tracks end, and what its rules hold is let go. */
  record CameraLost(String camera, FrameTime time) implements ControlEvent {}

  /** An input of the board has changed. */
  record BoardInput(InputChanged change) implements ControlEvent {}

  /** The configuration was read again; the cameras are the same, some outputs were reopened. */
  record Reconfigured(Settings settings, Set<String> reopened) implements ControlEvent {}

  /** Nothing has come for a while; time has passed all the same. */
  record Tick(FrameTime time) implements ControlEvent {}
}
