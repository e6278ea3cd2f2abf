package io.pipit.replay;

import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.event.EventListener;
import io.pipit.metrics.StageClock;
import io.pipit.scene.FrameTime;
import io.pipit.util.Closer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Plays a recording to the lines of one configuration or of several, which look at each frame once.
 */
public final class Playback {
  private final Path video;
  private final FrameTime start;
  private final List<String> inputs;
  private final Watcher watcher;

  /**
   * One configuration's camera.
   *
   * @param opener gives who is notified of what happens
   * @param afterFrame is called after each frame
   */
  public record Line(
      Settings settings, CameraSettings camera, Opener opener, Consumer<Replay> afterFrame) {
    /** The lowest score that its settings ask for. */
    public float minScore() {
      return settings.with(List.of(camera), settings.rules()).minScore();
    }
  }

  /** Gives who is notified of what happens. */
  public interface Opener {
    /**
     * Called once, before the first frame.
     *
     * @param now the recording's time
     */
    EventListener open(LoadedDetector ready, Supplier<FrameTime> now);
  }

  /** Is notified of how far it is. */
  public interface Watcher {
    /** The model is loaded, the first frame comes next. */
    void begins(LoadedDetector ready, Recording recording);

    /**
     * One more frame is done.
     *
     * @param frames that are done
     * @param seconds of the recording until this frame
     */
    void frame(long frames, double seconds);

    /** All frames are done. */
    void ends(long frames, double seconds);
  }

  /**
   * A recording that is not yet played.
   *
   * @param start time of the first frame
   * @param inputs names of the inputs that are on throughout
   */
  public Playback(Path video, FrameTime start, List<String> inputs, Watcher watcher) {
    this.video = video;
    this.start = start;
    this.inputs = List.copyOf(inputs);
    this.watcher = watcher;
  }

  /**
   * Plays it once.
   *
   * @param lines of one model and one frame rate
   * @param minScore what the detector is asked for, at most what each line asks for
   * @throws io.pipit.errors.UserException when the recording or the model can't be used
   */
  public void play(List<Line> lines, float minScore) throws InterruptedException {
    Line first = lines.get(0);
    Recording recording = new Recording(video, first.camera, start);
    try (Closer parts = new Closer()) {
      LoadedDetector ready = Detectors.open(first.settings.model(), minScore, 1, new StageClock());
      parts.add(ready.detector());
      LoadedDetector once = ready.through(new OncePerFrame(ready.detector()));
      FrameTime[] now = {start};
      List<Replay> replays = new ArrayList<>();
      for (Line line : lines) {
        EventListener listener = line.opener.open(ready, () -> now[0]);
        replays.add(new Replay(line.settings, line.camera, once, listener, start, inputs));
      }
      watcher.begins(ready, recording);
      long[] frames = {0};
      FrameTime end =
          recording.play(
              ready.input(),
              frame -> {
                now[0] = frame.time();
                for (int i = 0; i < replays.size(); i++) {
                  replays.get(i).frame(frame);
                  lines.get(i).afterFrame.accept(replays.get(i));
                }
                watcher.frame(++frames[0], seconds(frame.time()));
              });
      now[0] = end;
      replays.forEach(replay -> replay.end(end));
      watcher.ends(frames[0], seconds(end));
    }
  }

  private double seconds(FrameTime time) {
    return 1e-9 * time.nanosSince(start);
  }
}
