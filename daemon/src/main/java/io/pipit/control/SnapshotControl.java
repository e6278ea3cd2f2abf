package io.pipit.control;

import io.pipit.config.CameraSettings;
import io.pipit.config.Settings;
import io.pipit.json.JsonTree;
import io.pipit.preview.Annotations;
import io.pipit.preview.FrameCopies;
import io.pipit.preview.FrameCopy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sends a camera's next frame: {@code camera}, which may be left out if there is one alone. RGB
 * bytes follow the answer.
 */
public final class SnapshotControl implements ControlCommand {
  static final String NAME = "snapshot";

  private final Supplier<Settings> settings;
  private final FrameCopies frames;

  /**
   * Serves frames of the cameras.
   *
   * @param settings in force
   */
  public SnapshotControl(Supplier<Settings> settings, FrameCopies frames) {
    this.settings = settings;
    this.frames = frames;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void answer(Exchange exchange)
      throws IOException, JsonTree.Malformed, InterruptedException {
    CameraSettings camera = CameraChoice.of(settings.get(), exchange.camera());
    FrameCopy copy =
        Answers.await(
            frames.next(camera.name()),
            "camera " + camera.name() + " gave no frame within 5 s; 'pipit status' says why");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("camera", camera.name());
    answer.put("time_ms", copy.report().time().wallMillis());
    answer.put("width", copy.width());
    answer.put("height", copy.height());
    answer.put("annotations", Annotations.of(camera.regions(), copy.report()).json());
    answer.put("bytes", copy.rgb().length);
    exchange.line(answer);
    exchange.write(copy.rgb());
  }
}
