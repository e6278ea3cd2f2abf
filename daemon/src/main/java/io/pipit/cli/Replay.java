package io.pipit.cli;

import io.pipit.actuate.SimulatedOutputs;
import io.pipit.config.CameraSettings;
import io.pipit.config.Labels;
import io.pipit.config.Settings;
import io.pipit.detect.Detector;
import io.pipit.detect.Detectors;
import io.pipit.health.Metrics;
import io.pipit.health.StageClock;
import io.pipit.pipeline.Pipeline;
import io.pipit.publish.Publisher;
import io.pipit.rule.RuleEngine;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Notice;
import io.pipit.track.Filters;
import io.pipit.track.Trackers;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/**
 * The daemon's own line from a picture to its outputs, in the time of a recording: the same
 * pictures give the same events.
 */
final class Replay {
  private final String camera;
  private final Pipeline pipeline;
  private final SimulatedOutputs outputs;

  /**
   * A line that has seen nothing.
   *
   * @param camera whose zones, lines, masks and objects count
   * @param detector finds what is in the pictures; it must give at least what the settings ask for
   * @param start time of the first picture
   * @param inputs names of the inputs that are on throughout
   * @throws io.pipit.fault.UserException when the settings name labels that the model does not know
   */
  Replay(
      Settings settings,
      CameraSettings camera,
      Detectors.Ready ready,
      Detector detector,
      Publisher publisher,
      FrameTime start,
      Collection<String> inputs) {
    this.camera = camera.name();
    List<CameraSettings> cameras = List.of(camera);
    Labels.check(cameras, settings.rules(), ready.model().name(), ready.model().classes());
    Filters filters = new Filters(cameras, settings.tracker(), ready.model(), ready.minScores());
    outputs = new SimulatedOutputs(settings.gpio().outputs(), start, publisher::publish);
    pipeline =
        new Pipeline(
            detector,
            filters,
            new Trackers(settings.tracker(), filters),
            new RuleEngine(cameras, settings.rules(), ZoneId.systemDefault()),
            publisher,
            outputs,
            new Metrics(List.of(camera.name())),
            new StageClock());
    for (String input : inputs) {
      pipeline.process(new Notice.InputChanged(input, true, start));
    }
  }

  /** Takes in the next picture; the caller closes it. */
  void frame(Frame frame) {
    outputs.advance(frame.time());
    pipeline.process(frame);
  }

  /** The recording is over: its tracks end. */
  void end(FrameTime time) {
    outputs.advance(time);
    pipeline.process(new Notice.CameraLost(camera, time));
  }
}
