package io.pipit.doctor;

import io.pipit.camera.CameraException;
import io.pipit.config.CameraSettings.Source;
import io.pipit.doctor.CameraCheck.Tools;
import java.io.IOException;
import java.util.Optional;

/** The video device that a camera of the configuration names. */
final class VideoDevice {
  static final String LOOK_AT_CABLE =
      "pull its cable and plug it in again; try another cable and another socket";

  private final Check check;
  private final String camera;
  private final Source.V4l2 asked;
  private final Tools tools;

  /**
   * For one check.
   *
   * @param check to which the findings belong
   * @param camera the camera's name
   * @param asked what is wanted of it
   */
  VideoDevice(Check check, String camera, Source.V4l2 asked, Tools tools) {
    this.check = check;
    this.camera = camera;
    this.asked = asked;
    this.tools = tools;
  }

  /**
   * Why it gives no frame; empty when no reason is known.
   *
   * @param ours whether a running Pipit has it, so that it must be in use
   */
  Optional<Finding> obstacle(boolean ours) throws IOException, InterruptedException {
    String device;
    try {
      device = tools.board().target(tools.devices().find(asked.device()));
    } catch (CameraException e) {
      return problem(e.reason(), "plug it in, or correct cameras." + camera + ".device");
    }
    if (!tools.board().mayUse(device)) {
      String what = "you may not use " + device + ", so it is not tried";
      return Optional.of(check.note(what, "sudo pipit doctor"));
    }
    Optional<String> owner = tools.owners().ofDevice(device);
    if (owner.isPresent() && !ours) {
      return problem(device + " is in use by " + owner.get(), "end that first");
    }
    try {
      return tools.video().formats(device).flatMap(formats -> size(device, formats));
    } catch (VideoTool.NoAnswer e) {
      return problem(device + " does not answer: " + e.getMessage(), LOOK_AT_CABLE);
    }
  }

  private Optional<Finding> size(String device, VideoFormats formats) {
    boolean any = asked.width() == 0 || asked.height() == 0;
    return any || formats.holds(asked.width(), asked.height())
        ? Optional.empty()
        : problem(
            device + " does not give " + asked.width() + "x" + asked.height(),
            "set width and height to what it gives: " + formats);
  }

  /** A better name for a camera that is called by its number, which may change. */
  Optional<Finding> stableName() {
    return tools.devices().nodes().stream()
        .filter(node -> node.device().equals(asked.device()))
        .flatMap(node -> tools.stableNames().of(node).stream())
        .findFirst()
        .map(
            name ->
                check.note(
                    asked.device() + " may be another camera after a restart",
                    "device = \"" + name + "\""));
  }

  private Optional<Finding> problem(String what, String remedy) {
    return Optional.of(check.problem(what, remedy));
  }
}
