package io.pipit.replay;

import io.pipit.actuate.SimulatedOutputs;
import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.detect.LoadedDetector;
import io.pipit.event.EventListener;
import io.pipit.event.InputChanged;
import io.pipit.explain.ExplainedFrame;
import io.pipit.metrics.Metrics;
import io.pipit.metrics.StageClock;
import io.pipit.pipeline.Pipeline;
import io.pipit.rule.WallClock;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's own line from a frame to its outputs, in the time of a recording: the same frames
 * give the same events.
 */
public final class Replay {
  private final String camera;
  private final Pipeline pipeline;
  private final SimulatedOutputs outputs;

  /**
   * A line that has seen nothing.
   *
   * @param camera whose zones, lines, masks and objects count
   * @param detector finds what is in the frames; it must give at least what the settings ask for
   * @param start time of the first frame
   * @param inputs names of the inputs that are on throughout
   */
  public Replay(
      Settings settings,
      CameraSettings camera,
      LoadedDetector detector,
      EventListener listener,
      FrameTime start,
      Collection<String> inputs) {
    this.camera = camera.name();
    Settings replayed = settings.with(List.of(camera), settings.rules());
    outputs = new SimulatedOutputs(settings.gpio().outputs(), start, listener::on);
    pipeline =
        Pipeline.assemble(
            replayed,
            WallClock.fixed(ZoneId.systemDefault()),
            detector,
            listener,
            outputs,
            List.of(),
            new Metrics(List.of(camera.name())),
            new StageClock());
    for (String input : inputs) {
      pipeline.inputChanged(new InputChanged(input, true, start));
    }
  }

  /** Takes in the next frame; the caller closes it. */
  public void frame(Frame frame) {
    outputs.advance(frame.time());
    pipeline.process(frame);
  }

  /** Why what the last frame shows did not count. */
  public Optional<ExplainedFrame> explain() {
    return pipeline.explain(camera);
  }

  /** The recording is over: its tracks end. */
  public void end(FrameTime time) {
    outputs.advance(time);
    pipeline.cameraLost(camera, time);
  }
}
