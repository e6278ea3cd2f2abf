package io.pipit.camera;

import io.pipit.event.Decoder;
import io.pipit.scene.Frame.Layout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what decodes a camera's stream, and when the stream is too large for its use. */
final class ReportingCamera implements Camera {
  private static final Logger LOG = LoggerFactory.getLogger(ReportingCamera.class);

  private final Camera camera;
  private final StreamAdvice advice;
  private String reported = "";

  ReportingCamera(Camera camera, StreamAdvice advice) {
    this.camera = camera;
    this.advice = advice;
  }

  @Override
  public String name() {
    return camera.name();
  }

  /** The first frame is there then: before, decoders may have been tried in vain. */
  @Override
  public void open() throws CameraException, InterruptedException {
    camera.open();
    Decoder decoder = decoder();
    if (!decoder.name().equals(reported)) {
      reported = decoder.name();
      LOG.info("[camera {}] decoder {}", name(), decoder);
    }
    Optional<StreamAdvice.Advice> found = advice.of(stream(), decoder);
    found.ifPresent(it -> LOG.info("[camera {}] {}: {}", name(), it.what(), it.remedy()));
  }

  @Override
  public @Nullable Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    return camera.read(buffer);
  }

  @Override
  public Decoder decoder() {
    return camera.decoder();
  }

  @Override
  public VideoStream stream() {
    return camera.stream();
  }

  @Override
  public boolean reset() throws InterruptedException {
    return camera.reset();
  }

  @Override
  public void close() {
    camera.close();
  }
}
