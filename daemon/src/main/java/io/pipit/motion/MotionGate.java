package io.pipit.motion;

import io.pipit.config.MotionSettings;
import io.pipit.config.Regions.Mask;
import io.pipit.motion.Background.Change;
import io.pipit.scene.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which frames of one camera the model must examine: those in which something has changed,
 * all while objects move, and one every so often. Goes by the frames' own time, so that a recording
 * gives the same answers each time. For one thread.
 */
public final class MotionGate {
  /** All frames are examined for so long after something has moved. */
  private static final long GRACE_NANOS = 1_000_000_000;

  /** And for so long at the start, while the noise is learned. */
  private static final long START_NANOS = 2_000_000_000;

  private final MotionSettings settings;
  private final List<Mask> masks;
  private Frame.@Nullable Layout layout;
  private @Nullable Background background;
  private LuminanceGrid grid = LuminanceGrid.NONE;
  private long last;
  private long lastLook;
  private long openUntil;

  /**
   * A gate that has seen nothing; it begins open.
   *
   * @param masks of the camera: what happens in those for all labels opens no gate
   */
  public MotionGate(MotionSettings settings, List<Mask> masks) {
    this.settings = settings;
    this.masks = masks.stream().filter(mask -> mask.objects().isEmpty()).toList();
  }

  /**
   * Takes in one frame.
   *
   * @param frame the next one; its pixels are read
   * @param unsettled whether objects move, or may be about to: then each frame is examined
   * @return whether the model must examine it; false: nothing has changed since it last did
   */
  public boolean wantsLook(Frame frame, boolean unsettled) {
    if (!settings.gated()) {
      return true;
    }
    long now = frame.time().monoNanos();
    Background known = background;
    if (known == null || !frame.layout().equals(layout)) {
      known = begin(frame.layout(), now);
    }
    grid.read(frame.pixels());
    Change change = known.compare(grid, Math.max(0, now - last) * 1e-9f, !unsettled);
    last = now;
    if (unsettled || change == Change.MOTION) {
      openUntil = Math.max(openUntil, now + GRACE_NANOS);
    }
    boolean look =
        change == Change.LIGHT
            || now < openUntil
            || now - lastLook >= settings.lookEvery().toNanos();
    if (look) {
      lastLook = now;
    }
    return look;
  }

  /** What was seen before says nothing of the next frame. */
  public void reset() {
    background = null;
  }

  private Background begin(Frame.Layout next, long now) {
    layout = next;
    grid = new LuminanceGrid(next);
    Background fresh = new Background(grid, masks, settings.threshold());
    background = fresh;
    last = now;
    lastLook = now;
    openUntil = now + START_NANOS;
    return fresh;
  }
}
