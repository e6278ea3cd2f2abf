package io.pipit.pipeline;

import io.pipit.detect.Detector;
import io.pipit.health.Metrics;
import io.pipit.health.StageClock;
import io.pipit.health.StageClock.Stage;
import io.pipit.publish.Publisher;
import io.pipit.rule.TrackLifecycle;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.Track;
import io.pipit.track.Filter;
import io.pipit.track.Filters;
import io.pipit.track.Trackers;
import java.util.List;

/** The straight line from a frame to the world. Used by the pipeline thread only. */
public final class Pipeline {
  private final Detector detector;
  private final Filters filters;
  private final Trackers trackers;
  private final TrackLifecycle lifecycle;
  private final Publisher publisher;
  private final Metrics metrics;
  private final StageClock clock;

  /**
   * The line through the given stages.
   *
   * @param clock the one that the detector takes its stages' times with
   */
  public Pipeline(
      Detector detector,
      Filters filters,
      Trackers trackers,
      TrackLifecycle lifecycle,
      Publisher publisher,
      Metrics metrics,
      StageClock clock) {
    this.detector = detector;
    this.filters = filters;
    this.trackers = trackers;
    this.lifecycle = lifecycle;
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
    List<SceneEvent> events = lifecycle.evaluate(frame.camera(), frame.time(), tracks);
    clock.lap(Stage.TRACK);
    publisher.publish(report(frame, filter.certain(detections), tracks, events));
    clock.lap(Stage.PUBLISH);
    metrics.infer().add(clock.nanos(Stage.INFER));
    metrics.camera(frame.camera()).processed.increment();
  }

  private Report report(
      Frame frame, List<Detection> detections, List<Track> tracks, List<SceneEvent> events) {
    Frame.Layout layout = frame.layout();
    return new Report(
        frame.camera(),
        frame.number(),
        frame.time(),
        layout.pictureWidth(),
        layout.pictureHeight(),
        detections,
        tracks,
        events,
        clock.latency(),
        metrics.camera(frame.camera()).dropped.sum());
  }
}
