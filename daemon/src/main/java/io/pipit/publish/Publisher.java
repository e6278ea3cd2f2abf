package io.pipit.publish;

import io.pipit.health.HealthSample;
import io.pipit.scene.CameraState;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent.RuleChanged;

/** Tells the world. Calls never block: what can't be sent is dropped and counted. */
public interface Publisher extends AutoCloseable {
  /** What a frame or the loss of a camera came to; called on the pipeline thread. */
  void publish(Report report);

  /** A rule fired or cleared without a frame; called on the pipeline thread. */
  void publish(RuleChanged rule);

  /** A camera's state changed; called on any thread. */
  void publish(CameraState state);

  /** An output's state changed; called on the gpio thread. */
  void publish(OutputState output);

  /** An input's state changed; called on the gpio thread. */
  void publish(InputChanged input);

  /** How the program fares; called on the health thread. Not every publisher tells it. */
  default void publish(HealthSample sample) {}

  @Override
  void close();
}
