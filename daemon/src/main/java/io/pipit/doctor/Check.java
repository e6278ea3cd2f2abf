package io.pipit.doctor;

import java.time.Duration;
import java.util.List;

/** Looks at one side of the board. */
interface Check {
  /** What it looks at: the area of its findings. */
  String area();

  /** Which one of several, such as a camera's name; empty when there is only one. */
  default String subject() {
    return "";
  }

  /** It is given up after this time; long enough for a slow board that has much to do. */
  default Duration limit() {
    return Duration.ofMinutes(1);
  }

  /**
   * What it finds, the first to be put right first.
   *
   * @throws Exception when it can't look; that is told as a finding, too
   */
  List<Finding> find() throws Exception;
}
