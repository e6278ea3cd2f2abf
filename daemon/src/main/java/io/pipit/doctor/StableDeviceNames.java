package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.camera.usb.UsbCameras.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of a video device that stay when its number changes, as the configuration takes them.
 */
public final class StableDeviceNames {
  private static final String BY_ID = "/dev/v4l/by-id/";
  private static final String BY_PATH = "/dev/v4l/by-path/";

  private final Board board;

  public StableDeviceNames(Board board) {
    this.board = board;
  }

  /** All of them: first those of the camera, then those of the socket that it is plugged into. */
  public List<String> of(Node node) {
    List<String> names = new ArrayList<>();
    if (!node.serial().isEmpty()) {
      names.add("usb:" + node.serial());
    }
    names.addAll(links(BY_ID, node));
    links(BY_PATH, node).forEach(name -> names.add(BY_PATH + name));
    return names;
  }

  private List<String> links(String folder, Node node) {
    String end = node.device().substring("/dev".length());
    return board.names(folder, ".+").stream()
        .filter(name -> ("/" + board.link(folder + name)).endsWith(end))
        .toList();
  }
}
