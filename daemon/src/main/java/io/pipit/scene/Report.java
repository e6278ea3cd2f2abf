package io.pipit.scene;

import java.util.List;

/**
 * What one frame came to, or the loss of a camera: the pipeline's word to the publishers.
 *
 * @param camera the camera's name
 * @param number the frame's number; {@link #NO_FRAME} when the camera was lost
 * @param time when the frame was captured or the camera lost
 * @param width of the camera's picture, in which all boxes are
 * @param height of the camera's picture
 * @param detections what the model found
 * @param tracks every live confirmed track of this camera
 * @param events what happened at this frame, in order
 * @param latency time per stage
 * @param dropped frames of this camera replaced by newer ones so far
 */
public record Report(
    String camera,
    long number,
    FrameTime time,
    int width,
    int height,
    List<Detection> detections,
    List<Track> tracks,
    List<SceneEvent> events,
    Latency latency,
    long dropped) {
  /** The number where there is no frame. */
  public static final long NO_FRAME = -1;

  /** Whether it is about a frame. */
  public boolean isOfFrame() {
    return number != NO_FRAME;
  }

  /** What follows this report when the camera is lost: it shows nothing, and nothing lives. */
  public Report atLoss(FrameTime lost, List<SceneEvent> ends) {
    Latency none = new Latency(0, 0, 0, 0, 0, 0);
    return new Report(
        camera, NO_FRAME, lost, width, height, List.of(), List.of(), ends, none, dropped);
  }
}
