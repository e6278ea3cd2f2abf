package io.pipit.doctor;

import java.time.Duration;
import java.util.List;

/** Looks at one side of the board. */
interface Check {
  /** What it looks at: the area of its findings. */
  String area();

  /** It is given up after this time. */
  default Duration limit() {
    return Duration.ofSeconds(20);
  }

  /**
   * What it finds, the first to be put right first.
   *
   * @throws Exception when it can't look; that is told as a finding, too
   */
  List<Finding> find() throws Exception;
}
