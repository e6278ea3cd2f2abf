package io.pipit.camera;

import io.pipit.config.CameraSettings;
import io.pipit.config.RecoverySettings;
import io.pipit.event.CameraState;
import io.pipit.metrics.Metrics;
import io.pipit.scene.FrameTime;
import io.pipit.supervise.Heartbeat;
import io.pipit.supervise.Heartbeats;
import io.pipit.util.Closer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The loops of all cameras. One can be opened again with other settings while the others run. */
public final class CameraLoops implements AutoCloseable {
  private final int maxWidth;
  private final int maxHeight;
  private final RecoverySettings recovery;
  private final FrameSink sink;
  private final Metrics metrics;
  private final Consumer<CameraState> states;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private boolean closed;

  /** A loop, and the heartbeat that the next one of its camera gets as well. */
  private record Running(CameraLoop loop, Heartbeat heartbeat) {}

  /**
   * Loops that are not yet started.
   *
   * @param maxWidth frames come scaled down to this, aspect ratio kept
   * @param maxHeight frames come scaled down to this, aspect ratio kept
   * @param all get one for each camera
   * @param states is notified whenever a camera's state changes, on any thread; must not block
   */
  public CameraLoops(
      List<CameraSettings> cameras,
      int maxWidth,
      int maxHeight,
      RecoverySettings recovery,
      FrameSink sink,
      Metrics metrics,
      Heartbeats all,
      Consumer<CameraState> states) {
    this.maxWidth = maxWidth;
    this.maxHeight = maxHeight;
    this.recovery = recovery;
    this.sink = sink;
    this.metrics = metrics;
    this.states = states;
    for (CameraSettings camera : cameras) {
      Heartbeat heartbeat = all.of("camera " + camera.name());
      running.put(camera.name(), new Running(loop(camera, heartbeat), heartbeat));
    }
  }

  private CameraLoop loop(CameraSettings camera, Heartbeat heartbeat) {
    return new CameraLoop(
        Cameras.create(camera, maxWidth, maxHeight, true),
        Cameras.limits(camera, recovery),
        sink,
        metrics.camera(camera.name()),
        heartbeat,
        states);
  }

  /** Begins to open all of them. */
  public synchronized void start() {
    running.values().forEach(one -> one.loop().start());
  }

  /** Ends a camera's loop and begins one with these settings; its tracks end. */
  public synchronized void reopen(CameraSettings camera) {
    Running old = running.get(camera.name());
    if (closed || old == null) {
      return;
    }
    old.loop().close();
    sink.lost(camera.name(), FrameTime.now());
    CameraLoop loop = loop(camera, old.heartbeat());
    running.put(camera.name(), new Running(loop, old.heartbeat()));
    loop.start();
  }

  @Override
  public synchronized void close() {
    closed = true;
    try (Closer parts = new Closer()) {
      running.values().forEach(one -> parts.add(one.loop()));
    }
  }
}
