package io.pipit.explain;

import io.pipit.event.Report;
import java.util.List;

/**
 * What one frame came to, and why what it shows did not count.
 *
 * @param explanations boxes first, then tracks that have no number yet, zones and rules
 */
public record ExplainedFrame(Report report, List<Explanation> explanations) {
  public ExplainedFrame {
    explanations = List.copyOf(explanations);
  }
}
