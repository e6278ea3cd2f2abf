package io.pipit.detect;

import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import java.util.List;

/** Finds objects in a frame. Used by one thread. */
public interface Detector extends AutoCloseable {
  /**
   * What is in the frame, best score first, boxes in pixels of the camera's frame.
   *
   * @throws IllegalStateException when closed
   */
  List<Detection> detect(Frame frame);

  /**
   * From now on also what scores as much is found, where the lowest score is higher.
   *
   * @param score 0 to 1
   */
  default void need(float score) {}

  @Override
  void close();
}
