package io.pipit.scene;

/**
 * How long each stage took for one frame, in nanoseconds; 0 for one that was left out.
 *
 * @param capture reading the frame from the camera
 * @param gate finding out whether anything has changed in it
 * @param preprocess letterboxing into the model's input
 * @param infer the model's forward
 * @param decode logits to boxes
 * @param nms suppression and mapping back to the camera's frame
 * @param track tracking and events
 */
public record Latency(
    long capture, long gate, long preprocess, long infer, long decode, long nms, long track) {
  /** All stages together. */
  public long total() {
    return capture + gate + preprocess + infer + decode + nms + track;
  }
}
