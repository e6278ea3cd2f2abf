package io.pipit.control;

import io.pipit.json.JsonTree;
import java.io.IOException;

/** Something that can be asked of the running daemon. */
public interface ControlCommand {
  /** The value of {@code command} in a request. */
  String name();

  /**
   * Does it and answers. Runs on a thread of its own, so it may wait.
   *
   * @throws io.pipit.errors.UserException becomes the answer
   * @throws JsonTree.Malformed when the request is not as it must be
   * @throws IOException when whoever asked is gone
   */
  void answer(Exchange exchange) throws IOException, JsonTree.Malformed, InterruptedException;
}
