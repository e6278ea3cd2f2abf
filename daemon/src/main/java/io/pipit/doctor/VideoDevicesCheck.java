package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.board.PortOwners;
import io.pipit.camera.usb.UsbCameras;
import io.pipit.camera.usb.UsbCameras.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every video device: its stable names, what it gives, and who has it open. */
final class VideoDevicesCheck extends Check {

  private final Board board;
  private final UsbCameras cameras;
  private final VideoTool tool;
  private final PortOwners owners;
  private final StableDeviceNames stableNames;

  VideoDevicesCheck(Board board, UsbCameras cameras, VideoTool tool, PortOwners owners) {
    super("cameras");
    this.board = board;
    this.cameras = cameras;
    this.tool = tool;
    this.owners = owners;
    this.stableNames = new StableDeviceNames(board);
  }

  @Override
  Duration limit() {
    return Duration.ofMinutes(3);
  }

  @Override
  List<Finding> find() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    List<String> converters = new ArrayList<>();
    List<Node> nodes = cameras.nodes();
    for (Node node : nodes) {
      look(node, findings, converters);
    }
    if (nodes.isEmpty()) {
      findings.add(ok("no video device is there"));
    } else if (!tool.installed()) {
      findings.add(note("what the video devices can give is not known", "apt install v4l-utils"));
    }
    if (!converters.isEmpty()) {
      findings.add(ok("no cameras: " + String.join(", ", converters)));
    }
    return findings;
  }

  private void look(Node node, List<Finding> findings, List<String> converters)
      throws IOException, InterruptedException {
    List<String> names = stableNames.of(node);
    String what =
        node.device()
            + " "
            + node.model()
            + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")");
    String held = owners.ofDevice(node.device()).map(who -> "; " + who + " has it").orElse("");
    Path device = board.path(node.device());
    if (Files.exists(device) && !Files.isReadable(device)) {
      findings.add(note(what + held + "; you may not ask it", "sudo pipit doctor"));
      return;
    }
    try {
      VideoFormats formats = tool.formats(node.device()).orElse(null);
      if (formats == null) {
        findings.add(ok(what + held));
      } else if (formats.camera()) {
        findings.add(ok(what + held + "; gives " + formats));
      } else {
        converters.add(node.device() + " " + node.model());
      }
    } catch (VideoTool.NoAnswer e) {
      findings.add(
          warning(
              what + held + "; it does not answer: " + e.getMessage(), VideoDevice.LOOK_AT_CABLE));
    }
  }
}
