package io.pipit.pipeline;

import io.pipit.detect.Detector;
import io.pipit.health.Metrics;
import io.pipit.health.StageClock;
import io.pipit.health.StageClock.Stage;
import io.pipit.publish.Publisher;
import io.pipit.rule.Outcome;
import io.pipit.rule.RuleEngine;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.Notice;
import io.pipit.scene.Report;
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
      Metrics metrics,
      StageClock clock) {
    this.detector = detector;
    this.filters = filters;
    this.trackers = trackers;
    this.rules = rules;
    this.publisher = publisher;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Takes one frame all the way; the caller closes it. */
  public void process(Frame frame) {
    clock.begin(frame.captureNanos());
    Filter filter = filters.of(frame.camera());
    Frame.Layout layout = frame.layout();
    List<Detection> detections =
        filter.keep(detector.detect(frame), layout.pictureWidth(), layout.pictureHeight());
    List<Track> tracks = trackers.of(frame.camera()).update(frame.time(), detections);
    Outcome outcome =
        rules.evaluate(
            frame.camera(),
            frame.time(),
            frame.layout().pictureWidth(),
            frame.layout().pictureHeight(),
            tracks);
    clock.lap(Stage.TRACK);
    Report report = report(frame, filter.certain(detections), outcome);
    publisher.publish(report);
    lastReports.put(frame.camera(), report);
    clock.lap(Stage.PUBLISH);
    metrics.infer().add(clock.nanos(Stage.INFER));
    metrics.camera(frame.camera()).processed.increment();
  }

  /** Takes in what is no picture. */
  public void process(Notice notice) {
    if (notice instanceof Notice.CameraLost lost) {
      lose(lost);
    } else if (notice instanceof Notice.InputChanged) {
      return; // nothing listens to inputs yet
    }
  }

  /** Ends the camera's tracks; without a frame there was nothing to end. */
  private void lose(Notice.CameraLost lost) {
    trackers.forget(lost.camera());
    Outcome outcome = rules.cameraLost(lost.camera(), lost.time());
    Report last = lastReports.remove(lost.camera());
    if (last != null) {
      publisher.publish(last.atLoss(lost.time(), outcome.events()));
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
