package io.pipit.pipeline;

import io.pipit.event.Event;
import io.pipit.event.Report;
import io.pipit.explain.Explanation;
import io.pipit.metrics.Metrics.CameraCounters;
import io.pipit.motion.MotionGate;
import io.pipit.rule.CameraView;
import io.pipit.rule.Outcome;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.Track;
import io.pipit.track.BoxExplainer;
import io.pipit.track.DetectionFilter;
import io.pipit.track.Tracker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline keeps of one camera between its frames: gate, filter, tracker, the view of the
 * rules and the last report. Used by the pipeline thread only.
 */
final class CameraLine {
  private final String camera;
  private MotionGate gate;
  private DetectionFilter filter;
  private final Tracker tracker;
  private final CameraView view;
  private final CameraCounters counters;

  /** What the last frame that was examined shows; frames that are skipped show the same. */
  private List<Detection> shownDetections = List.of();

  /** All that the model has found in the last frame that was examined. */
  private List<Detection> found = List.of();

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

  /** Its tracks, zones and lines, as the rules know them. */
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

  /** The tracks after a frame that was examined, in which the model has found these. */
  List<Track> look(Frame frame, List<Detection> detected) {
    looked = true;
    found = detected;
    counters.looked.increment();
    Frame.Layout layout = frame.layout();
    List<Detection> detections = filter.keep(detected, layout.frameWidth(), layout.frameHeight());
    shownDetections = filter.highScore(detections);
    return tracker.update(frame.time(), detections);
  }

  /** The tracks after a frame in which nothing has changed. */
  List<Track> skip(Frame frame) {
    looked = false;
    counters.skipped.increment();
    return tracker.skip(frame.time());
  }

  /** The next frame is examined even if nothing has changed in it. */
  void resetGate() {
    gate.reset();
  }

  /**
   * The configuration was read again: these take the places of the old ones. Tracks live on; what
   * the new filter leaves out does not continue them.
   */
  void replace(MotionGate newGate, DetectionFilter newFilter) {
    gate = newGate;
    filter = newFilter;
    tracker.replace(newFilter);
  }

  /** What a frame came to. Of the detections only those are shown that may begin a track. */
  Report report(Frame frame, Outcome outcome, Latency latency) {
    Report report =
        new Report(
            camera,
            frame.number(),
            frame.time(),
            frame.layout().frameWidth(),
            frame.layout().frameHeight(),
            looked,
            shownDetections,
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

  /**
   * Adds why boxes and objects of the last frame are no tracks; nothing when it was not examined.
   */
  void explain(Report shown, List<Explanation> out) {
    if (shown.looked()) {
      new BoxExplainer(filter, tracker, shown.width(), shown.height()).explain(found, out);
      tracker.explain(out);
    }
  }

  /** Whether the last report is about a frame of another size, whose boxes mean nothing here. */
  boolean hasOtherSize(Frame.Layout layout) {
    return last != null
        && (last.width() != layout.frameWidth() || last.height() != layout.frameHeight());
  }

  /** Forgets stationary objects, too: a frame of another size may show another place. */
  void forgetTracks() {
    tracker.forget();
  }
}
