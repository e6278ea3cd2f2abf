package io.pipit.preview;

import io.pipit.event.FrameTap;
import io.pipit.event.Report;
import io.pipit.scene.Frame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Copies a camera's next frame for whoever asked for it; all who ask before it comes get one. */
public final class FrameCopies implements FrameTap {
  private final ConcurrentMap<String, CompletableFuture<FrameCopy>> asked =
      new ConcurrentHashMap<>();

  /** The next frame of a camera; from any thread. It never comes while the camera gives none. */
  public CompletableFuture<FrameCopy> next(String camera) {
    return asked.computeIfAbsent(camera, name -> new CompletableFuture<>());
  }

  @Override
  public boolean wants(String camera) {
    return !asked.isEmpty() && asked.containsKey(camera);
  }

  @Override
  public void take(Frame frame, Report report) {
    CompletableFuture<FrameCopy> copy = asked.remove(frame.camera());
    if (copy != null) {
      copy.complete(
          new FrameCopy(
              frame.layout().width(), frame.layout().height(), FrameCopy.rgb(frame), report));
    }
  }
}
