package io.pipit.scene;

import java.util.List;

/**
 * What one frame came to: the pipeline's word to the publishers.
 *
 * @param camera the camera's name
 * @param number the frame's number
 * @param time when the frame was captured
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
    long dropped) {}
