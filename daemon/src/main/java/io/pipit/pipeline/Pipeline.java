package io.pipit.pipeline;

import io.pipit.actuate.Actuators;
import io.pipit.detect.Detector;
import io.pipit.health.Metrics;
import io.pipit.health.StageClock;
import io.pipit.health.StageClock.Stage;
import io.pipit.publish.Publisher;
import io.pipit.rule.Outcome;
import io.pipit.rule.RuleEngine;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Notice;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.Track;
import io.pipit.track.Filter;
import io.pipit.track.Filters;
import io.pipit.track.Trackers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The straight line from a frame to the world. Used by the pipeline thread only. */
public final class Pipeline {
  private final Detector detector;
  private final Filters filters;
  private final Trackers trackers;
  private final RuleEngine rules;
  private final Publisher publisher;
  private final Actuators actuators;
  private final Metrics metrics;
  private final StageClock clock;
  private final Map<String, Report> lastReports = new HashMap<>();

  /**
   * The line through the given stages.
   *
   * @param clock the one that the detector takes its stages' times with
   */
  public Pipeline(
      Detector detector,
      Filters filters,
      Trackers trackers,
      RuleEngine rules,
      Publisher publisher,
      Actuators actuators,
      Metrics metrics,
      StageClock clock) {
    this.detector = detector;
    this.filters = filters;
    this.trackers = trackers;
    this.rules = rules;
    this.publisher = publisher;
    this.actuators = actuators;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Takes one frame all the way; the caller closes it. When a stage fails, what the rules hold
   * can't be trusted any more: all outputs go to their safe states.
   */
  public void process(Frame frame) {
    try {
      line(frame);
    } catch (RuntimeException e) {
      actuators.safe("a frame of " + frame.camera() + " failed");
      throw e;
    }
  }

  private void line(Frame frame) {
    String camera = frame.camera();
    Frame.Layout picture = frame.layout();
    int width = picture.pictureWidth();
    int height = picture.pictureHeight();
    clock.begin(frame.captureNanos());
    forgetOtherSize(camera, width, height, frame.time());
    Filter filter = filters.of(camera);
    List<Detection> detections = filter.keep(detector.detect(frame), width, height);
    List<Track> tracks = trackers.of(camera).update(frame.time(), detections);
    Outcome outcome = rules.evaluate(camera, frame.time(), width, height, tracks);
    clock.lap(Stage.TRACK);
    Report report = report(frame, filter.certain(detections), outcome);
    publisher.publish(report);
    react(outcome.events());
    lastReports.put(camera, report);
    clock.lap(Stage.PUBLISH);
    metrics.infer().add(clock.nanos(Stage.INFER));
    metrics.camera(camera).processed.increment();
  }

  /** Takes in what is no picture. */
  public void process(Notice notice) {
    if (notice instanceof Notice.CameraLost lost) {
      lose(lost.camera(), lost.time());
    } else if (notice instanceof Notice.InputChanged input) {
      tell(rules.inputChanged(input.input(), input.active(), input.time()));
    } else if (notice instanceof Notice.Quiet quiet) {
      tell(rules.timePassed(quiet.time()));
    }
  }

  private void tell(List<RuleChanged> changes) {
    changes.forEach(publisher::publish);
    react(changes);
  }

  /**
   * Ends the camera's tracks and what its rules began; without a frame there was nothing. The
   * tracker keeps what stood still: it may stand there when the camera is back.
   */
  private void lose(String camera, FrameTime time) {
    Outcome outcome = rules.cameraLost(camera, time);
    Report last = lastReports.get(camera);
    if (last != null && last.isOfFrame()) {
      Report loss = last.atLoss(time, outcome.events());
      lastReports.put(camera, loss);
      publisher.publish(loss);
      react(outcome.events());
      actuators.safe(rules.outputsWithout(camera), "camera " + camera + " is lost");
    }
  }

  /** Boxes in a picture of another size mean nothing in this one. */
  private void forgetOtherSize(String camera, int width, int height, FrameTime time) {
    Report last = lastReports.get(camera);
    if (last != null && (last.width() != width || last.height() != height)) {
      lose(camera, time);
      trackers.forget(camera);
    }
  }

  private void react(List<? extends SceneEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof RuleChanged rule) {
        rule.commands().forEach(actuators::apply);
      }
    }
  }

  private Report report(Frame frame, List<Detection> detections, Outcome outcome) {
    Frame.Layout layout = frame.layout();
    return new Report(
        frame.camera(),
        frame.number(),
        frame.time(),
        layout.pictureWidth(),
        layout.pictureHeight(),
        detections,
        outcome.tracks(),
        outcome.events(),
        clock.latency(),
        metrics.camera(frame.camera()).dropped.sum());
  }
}
