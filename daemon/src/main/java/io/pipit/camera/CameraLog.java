package io.pipit.camera;

import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.scene.Frame.Layout;
import io.pipit.util.LogPeriod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the states of one camera, each once a minute at most, however often it comes. */
final class CameraLog {
  private static final Logger LOG = LoggerFactory.getLogger(CameraLog.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final String camera;
  private final LogPeriod ok = new LogPeriod(PERIOD);
  private final LogPeriod stale = new LogPeriod(PERIOD);
  private final LogPeriod lost = new LogPeriod(PERIOD);

  CameraLog(String camera) {
    this.camera = camera;
  }

  void state(CameraState state) {
    long times =
        state.status() == Status.FAILED ? 1 : periodOf(state.status()).count(System.nanoTime());
    if (times == 0) {
      return;
    }
    String often = times == 1 ? "" : " (" + times + " times since the last report)";
    switch (state.status()) {
      case OK -> LOG.info("[camera {}] receiving frames{}", camera, often);
      case STALE -> LOG.warn("[camera {}] {}{}", camera, state.reason(), often);
      case RECONNECTING ->
          LOG.warn(
              "[camera {}] {}; opened again in {} s{}",
              camera,
              state.reason(),
              state.nextTrySeconds(),
              often);
      case FAILED -> LOG.warn("[camera {}] {}; it is not opened again", camera, state.reason());
    }
  }

  private LogPeriod periodOf(Status status) {
    return switch (status) {
      case OK -> ok;
      case STALE -> stale;
      case RECONNECTING, FAILED -> lost;
    };
  }

  /** The first frame after opening has another size than the last one before it had. */
  void size(@Nullable Layout before, Layout now) {
    if (before == null) {
      LOG.info("[camera {}] its frames are {}", camera, size(now));
    } else {
      LOG.warn("[camera {}] its frames are {} now, were {}", camera, size(now), size(before));
    }
  }

  private static String size(Layout layout) {
    return layout.frameWidth() + "x" + layout.frameHeight();
  }
}
