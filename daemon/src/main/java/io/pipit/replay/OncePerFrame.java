package io.pipit.replay;

import io.pipit.detect.Detector;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import java.util.List;

/** A detector that several lines ask about the same frame, and that looks at it once. */
public final class OncePerFrame implements Detector {
  private final Detector detector;
  private long last = -1;
  private List<Detection> found = List.of();

  public OncePerFrame(Detector detector) {
    this.detector = detector;
  }

  @Override
  public List<Detection> detect(Frame frame) {
    if (frame.number() != last) {
      found = detector.detect(frame);
      last = frame.number();
    }
    return found;
  }

  @Override
  public void close() {
    detector.close();
  }
}
