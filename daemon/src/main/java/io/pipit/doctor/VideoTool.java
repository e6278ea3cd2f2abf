package io.pipit.doctor;

import java.io.IOException;
import java.util.Optional;

/** Asks video devices by way of v4l2-ctl, which a device that hangs takes with it, not us. */
final class VideoTool {
  private static final String TOOL = "v4l2-ctl";

  private final Programs programs;

  /** It does not answer; the message says how. */
  static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswer(String message) {
      super(message);
    }
  }

  VideoTool(Programs programs) {
    this.programs = programs;
  }

  boolean installed() {
    return programs.installed(TOOL);
  }

  /**
   * What a device can give; empty when the tool is not installed.
   *
   * @throws NoAnswer when the device has none
   */
  Optional<VideoFormats> formats(String device) throws NoAnswer, IOException, InterruptedException {
    if (!installed()) {
      return Optional.empty();
    }
    Programs.Result result =
        programs.run(Programs.SOON, TOOL, "--device", device, "--info", "--list-formats-ext");
    if (!result.ok()) {
      throw new NoAnswer(result.lastLine());
    }
    return Optional.of(VideoFormats.parse(result.output()));
  }
}
