package io.pipit.pipeline;

import io.pipit.actuate.Actuators;
import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.detect.Detector;
import io.pipit.detect.LoadedDetector;
import io.pipit.event.EventListener;
import io.pipit.event.FrameTap;
import io.pipit.event.InputChanged;
import io.pipit.event.Report;
import io.pipit.explain.ExplainedFrame;
import io.pipit.explain.Explanation;
import io.pipit.explain.ExplanationFeed;
import io.pipit.metrics.Metrics;
import io.pipit.metrics.StageClock;
import io.pipit.metrics.StageClock.Stage;
import io.pipit.pipeline.PipelineInput.BoardInput;
import io.pipit.pipeline.PipelineInput.CameraLost;
import io.pipit.pipeline.PipelineInput.ControlEvent;
import io.pipit.pipeline.PipelineInput.Reconfigured;
import io.pipit.pipeline.PipelineInput.Tick;
import io.pipit.rule.Outcome;
import io.pipit.rule.RuleEngine;
import io.pipit.rule.WallClock;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All stages that a frame passes, one after the other: gate, detector, tracker, rules, and whoever
 * is notified of what they found. Used by the pipeline thread only.
 */
public final class Pipeline implements ExplanationFeed.Source {
  private final CameraLine[] lines;
  private final LineParts parts;
  private final Detector detector;
  private final RuleEngine rules;
  private final EventListener listener;
  private final Actuators actuators;
  private final FrameTap[] taps;
  private final Metrics metrics;
  private final StageClock clock;

  /** In force. */
  private Settings settings;

  /** Whether somebody asks for explanations. */
  private boolean explaining;

  private Pipeline(
      Settings settings,
      List<CameraLine> lines,
      LineParts parts,
      Detector detector,
      RuleEngine rules,
      EventListener listener,
      Actuators actuators,
      List<FrameTap> taps,
      Metrics metrics,
      StageClock clock) {
    this.settings = settings;
    this.lines = lines.toArray(CameraLine[]::new);
    this.parts = parts;
    this.detector = detector;
    this.rules = rules;
    this.listener = listener;
    this.actuators = actuators;
    this.taps = taps.toArray(FrameTap[]::new);
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * A pipeline by the settings, with a {@link CameraLine} for each camera.
   *
   * @param wallClock by which the rules' schedules go
   * @param detector must give at least the scores that {@link Settings#minScore} asks for
   * @param taps look at frames before they are closed
   * @param metrics has counters for each camera
   * @param clock the one that the detector measures its stages with
   */
  public static Pipeline assemble(
      Settings settings,
      WallClock wallClock,
      LoadedDetector detector,
      EventListener listener,
      Actuators actuators,
      List<FrameTap> taps,
      Metrics metrics,
      StageClock clock) {
    RuleEngine rules = new RuleEngine(settings.rules(), wallClock, settings.schedules().location());
    LineParts parts = new LineParts(settings.tracker(), detector, rules, metrics);
    List<CameraLine> lines = settings.cameras().stream().map(parts::line).toList();
    return new Pipeline(
        settings,
        lines,
        parts,
        detector.detector(),
        rules,
        listener,
        actuators,
        taps,
        metrics,
        clock);
  }

  /**
   * Takes one frame through all stages; the caller closes it. When a stage fails, the state of the
   * rules can't be trusted any more: all outputs go to their safe states.
   */
  public void process(Frame frame) {
    CameraLine line = line(frame.camera());
    clock.begin(frame.captureNanos());
    try {
      checkSize(line, frame);
      Report report = process(line, frame);
      clock.lap(Stage.PUBLISH);
      tap(frame, report);
      if (report.looked()) {
        metrics.infer().add(clock.nanos(Stage.INFER));
      }
    } catch (RuntimeException e) {
      line.resetGate();
      actuators.safe("a frame of " + frame.camera() + " failed");
      throw e;
    }
    line.counters().processed.increment();
  }

  /** The stages, each timed; those of the model are left out when nothing has changed. */
  private Report process(CameraLine line, Frame frame) {
    boolean look = line.wantsLook(frame);
    clock.lap(Stage.GATE);
    List<Track> tracks = look ? line.look(frame, detector.detect(frame)) : line.skip(frame);
    Outcome outcome = rules.evaluate(line.view(), frame.time(), frame.layout(), tracks);
    Report report = line.report(frame, outcome, clock.lapped(Stage.TRACK));
    publish(report, outcome);
    return report;
  }

  /**
   * Why what a camera's last frame shows did not count, worked out when asked: it costs nothing
   * otherwise. Empty when no frame has come since the camera was lost.
   */
  @Override
  public Optional<ExplainedFrame> explain(String camera) {
    CameraLine line = line(camera);
    Report shown = line.shown();
    if (shown == null) {
      return Optional.empty();
    }
    List<Explanation> explanations = new ArrayList<>();
    line.explain(shown, explanations);
    rules.explain(line.view(), shown.time(), shown.tracks(), explanations);
    return Optional.of(new ExplainedFrame(shown, explanations));
  }

  /**
   * Boxes that nearly pass are explained as well. The filter drops them as always, so that they
   * change no track.
   */
  @Override
  public void explaining(boolean wanted) {
    explaining = wanted;
    askScores();
  }

  private void askScores() {
    float needed = settings.minScore();
    detector.need(explaining ? ExplanationFeed.askedScore(needed) : needed);
  }

  /** Handles an input that is not a frame. */
  void process(ControlEvent event) {
    if (event instanceof CameraLost lost) {
      cameraLost(lost.camera(), lost.time());
    } else if (event instanceof BoardInput input) {
      inputChanged(input.change());
    } else if (event instanceof Reconfigured changed) {
      reconfigure(changed.settings(), changed.reopened());
    } else {
      publish(rules.timePassed(((Tick) event).time()));
    }
  }

  /** An input of the board has changed. */
  public void inputChanged(InputChanged input) {
    publish(rules.inputChanged(input.input(), input.active(), input.time()));
  }

  /**
   * Ends the camera's tracks and clears the rules that held because of them. Does nothing when no
   * frame has come since the last loss. The tracker keeps stationary objects: they may still be
   * there when the camera is back.
   */
  public void cameraLost(String camera, FrameTime time) {
    CameraLine line = line(camera);
    line.resetGate();
    lose(line, time);
  }

  /**
   * The configuration was read again. What has not changed goes on as it is: tracks, rules that
   * hold.
   *
   * @param changed for the same cameras
   * @param reopened outputs that know nothing of the rules that hold
   */
  private void reconfigure(Settings changed, Set<String> reopened) {
    for (int i = 0; i < lines.length; i++) {
      CameraSettings old = settings.cameras().get(i);
      CameraSettings camera = changed.camera(old.name());
      if (!camera.equals(old)) {
        lines[i].replace(parts.gate(camera), parts.filter(camera));
        publish(lines[i].view().replace(camera.regions()));
      }
    }
    settings = changed;
    askScores();
    publish(rules.replace(changed.rules(), reopened));
  }

  private void lose(CameraLine line, FrameTime time) {
    Report shown = line.shown();
    if (shown == null) {
      return;
    }
    Outcome outcome = rules.cameraLost(line.view(), time);
    publish(line.lossReport(shown, time, outcome.events()), outcome);
    actuators.safe(rules.outputsWithout(line.camera()), "camera " + line.camera() + " is lost");
  }

  /** To tracks a frame of another size is a loss: their boxes are in pixels of the old one. */
  private void checkSize(CameraLine line, Frame frame) {
    if (line.hasOtherSize(frame.layout())) {
      lose(line, frame.time());
      line.forgetTracks();
    }
  }

  private void publish(Report report, Outcome outcome) {
    listener.on(report);
    apply(outcome.commands());
  }

  private void publish(Outcome outcome) {
    outcome.events().forEach(listener::on);
    apply(outcome.commands());
  }

  private void apply(List<OutputCommand> commands) {
    for (int i = 0; i < commands.size(); i++) {
      actuators.apply(commands.get(i));
    }
  }

  private void tap(Frame frame, Report report) {
    for (FrameTap tap : taps) {
      if (tap.wants(frame.camera())) {
        tap.take(frame, report);
      }
    }
  }

  private CameraLine line(String camera) {
    for (CameraLine line : lines) {
      if (line.camera().equals(camera)) {
        return line;
      }
    }
    throw new IllegalArgumentException("no camera is called " + camera);
  }
}
