package io.pipit.pipeline;

import io.pipit.config.CameraSettings;
import io.pipit.config.TrackerSettings;
import io.pipit.detect.LoadedDetector;
import io.pipit.metrics.Metrics;
import io.pipit.motion.MotionGate;
import io.pipit.rule.RuleEngine;
import io.pipit.track.DetectionFilter;
import io.pipit.track.Tracker;
import java.util.concurrent.atomic.AtomicLong;

/** Makes what a camera's line consists of. */
final class LineParts {
  private final TrackerSettings trackerSettings;
  private final LoadedDetector detector;
  private final RuleEngine rules;
  private final Metrics metrics;
  private final AtomicLong trackIds = new AtomicLong();

  LineParts(
      TrackerSettings trackerSettings, LoadedDetector detector, RuleEngine rules, Metrics metrics) {
    this.trackerSettings = trackerSettings;
    this.detector = detector;
    this.rules = rules;
    this.metrics = metrics;
  }

  /** A camera that has shown nothing yet. */
  CameraLine line(CameraSettings camera) {
    DetectionFilter filter = filter(camera);
    return new CameraLine(
        camera.name(),
        gate(camera),
        filter,
        new Tracker(trackerSettings, filter, trackIds::incrementAndGet),
        rules.view(camera),
        metrics.camera(camera.name()));
  }

  DetectionFilter filter(CameraSettings camera) {
    return DetectionFilter.of(
        camera, trackerSettings, detector.model().classes(), detector.minScores());
  }

  MotionGate gate(CameraSettings camera) {
    return new MotionGate(camera.motion(), camera.regions().masks());
  }
}
