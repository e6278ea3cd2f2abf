package io.pipit.pipeline;

import io.pipit.event.Event;
import io.pipit.event.Report;
import io.pipit.metrics.Metrics.CameraCounters;
import io.pipit.motion.MotionGate;
import io.pipit.rule.CameraView;
import io.pipit.rule.Outcome;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.Track;
import io.pipit.track.DetectionFilter;
import io.pipit.track.Tracker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All state of one camera on its way through the pipeline. Used by the pipeline thread only. */
final class CameraLine {
  private final String camera;
  private final MotionGate gate;
  private final DetectionFilter filter;
  private final Tracker tracker;
  private final CameraView view;
  private final CameraCounters counters;
  private List<Detection> detections = List.of();
  private boolean looked;
  private @Nullable Report last;

  /** A camera that has shown nothing yet. */
  CameraLine(
      String camera,
      MotionGate gate,
      DetectionFilter filter,
      Tracker tracker,
      CameraView view,
      CameraCounters counters) {
    this.camera = camera;
    this.gate = gate;
    this.filter = filter;
    this.tracker = tracker;
    this.view = view;
    this.counters = counters;
  }

  String camera() {
    return camera;
  }

  /** What the rules know of it. */
  CameraView view() {
    return view;
  }

  CameraCounters counters() {
    return counters;
  }

  /** Whether the model must examine the frame: something may have changed in it. */
  boolean wantsLook(Frame frame) {
    return gate.wantsLook(frame, tracker.isUnsettled());
  }

  /** The tracks after a frame in which the model has found these. */
  List<Track> look(Frame frame, List<Detection> found) {
    looked = true;
    counters.looked.increment();
    Frame.Layout layout = frame.layout();
    detections = filter.keep(found, layout.frameWidth(), layout.frameHeight());
    return tracker.update(frame.time(), detections);
  }

  /** The tracks after a frame in which nothing has changed. */
  List<Track> skip(Frame frame) {
    looked = false;
    counters.skipped.increment();
    return tracker.skip(frame.time());
  }

  /** Whatever was seen before, the next frame is examined. */
  void resetGate() {
    gate.reset();
  }

  /** What a frame came to; only detections with a score that may begin a track are shown. */
  Report report(Frame frame, Outcome outcome, Latency latency) {
    Report report =
        new Report(
            camera,
            frame.number(),
            frame.time(),
            frame.layout().frameWidth(),
            frame.layout().frameHeight(),
            looked,
            filter.highScore(detections),
            outcome.tracks(),
            outcome.events(),
            latency,
            counters.dropped.sum());
    last = report;
    return report;
  }

  /** What the loss of the camera came to. */
  Report lossReport(Report shown, FrameTime time, List<Event> events) {
    Report loss = shown.atLoss(time, events);
    last = loss;
    return loss;
  }

  /** The last report if it is of a frame; null when there was none since the camera was lost. */
  @Nullable Report shown() {
    return last != null && last.isOfFrame() ? last : null;
  }

  /** Whether the last report is about a frame of another size: its boxes mean nothing here. */
  boolean hasOtherSize(Frame.Layout layout) {
    return last != null
        && (last.width() != layout.frameWidth() || last.height() != layout.frameHeight());
  }

  /** The camera looks elsewhere now: what stood still there does not stand here. */
  void forgetTracks() {
    tracker.forget();
  }
}
