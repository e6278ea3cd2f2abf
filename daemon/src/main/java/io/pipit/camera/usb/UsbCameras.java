package io.pipit.camera.usb;

import io.pipit.camera.CameraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds video devices, each time again: a camera that was plugged in again may have another number.
 * A device is named by a path, by {@code usb:SERIAL}, or as udev names it in /dev/v4l/by-id.
 */
public final class UsbCameras {
  private static final String SERIAL = "usb:";
  private static final String DEVICES = "dev";
  private static final String BY_ID = "dev/v4l/by-id";
  private static final String CLASS = "sys/class/video4linux";

  private final Path root;

  /**
   * A node that gives frames; of a USB camera's nodes the one with the index 0.
   *
   * @param device its path at present
   * @param serial of the USB device that it belongs to; empty without one
   */
  public record Node(String device, String model, String serial) {
    @Override
    public String toString() {
      String usb = serial.isEmpty() ? "" : ", " + SERIAL + serial;
      return device + " (" + model + usb + ")";
    }
  }

  /**
   * The devices of a machine.
   *
   * @param root / but in tests
   */
  public UsbCameras(Path root) {
    this.root = root;
  }

  /**
   * The path of the device as it is now.
   *
   * @throws CameraException when it is not there, and says what is
   */
  public String find(String device) throws CameraException {
    if (device.startsWith(SERIAL)) {
      return bySerial(device);
    }
    Path path =
        device.startsWith("/")
            ? root.resolve(device.substring(1))
            : root.resolve(BY_ID).resolve(device);
    if (!Files.exists(path)) {
      throw CameraException.away(device + ": no such device; " + present(nodes()));
    }
    return device.startsWith("/") ? device : "/" + BY_ID + "/" + device;
  }

  private String bySerial(String device) throws CameraException {
    List<Node> all = nodes();
    String serial = device.substring(SERIAL.length());
    List<Node> found =
        all.stream().filter(node -> !serial.isEmpty() && node.serial.equals(serial)).toList();
    if (found.isEmpty()) {
      throw CameraException.away(device + ": no such camera is plugged in; " + present(all));
    }
    if (found.size() > 1) {
      throw new CameraException(
          device
              + (" fits more than one: " + shown(found))
              + "; name one by its path in /dev/v4l/by-path");
    }
    return found.get(0).device;
  }

  private static String present(List<Node> nodes) {
    return nodes.isEmpty() ? "no video device is there" : "there is " + shown(nodes);
  }

  private static String shown(List<Node> nodes) {
    return nodes.stream().map(Node::toString).collect(Collectors.joining(", "));
  }

  /** All nodes that give frames, USB cameras before others. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    Path folder = root.resolve(CLASS);
    if (!Files.isDirectory(folder)) {
      return nodes;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .filter(entry -> line(entry.resolve("index")).equals("0"))
          .forEach(
              entry -> {
                String device = "/" + DEVICES + "/" + entry.getFileName();
                nodes.add(new Node(device, line(entry.resolve("name")), serial(entry)));
              });
    } catch (IOException e) {
      return nodes;
    }
    nodes.sort(
        Comparator.comparing((Node node) -> node.serial.isEmpty())
            .thenComparing(node -> node.device.length())
            .thenComparing(Node::device));
    return nodes;
  }

  /** The serial number of the USB device that the node belongs to; empty without one. */
  private static String serial(Path node) {
    return usb(node).map(usb -> line(usb.resolve("serial"))).orElse("");
  }

  /** The USB device that a node of the class belongs to. */
  private static Optional<Path> usb(Path node) {
    try {
      // The link leads to an interface of the device, such as 1-1:1.0 in 1-1.
      return Optional.ofNullable(node.resolve("device").toRealPath().getParent())
          .filter(usb -> Files.exists(usb.resolve("idVendor")));
    } catch (IOException e) { // not of a real device, or just unplugged
      return Optional.empty();
    }
  }

  /**
   * The USB device behind a video device; none when it is no USB camera.
   *
   * @param path as {@link #find} gave it
   * @return its folder in /sys
   */
  Optional<Path> usbOf(String path) {
    try {
      Path node = root.resolve(path.substring(1)).toRealPath().getFileName();
      return node == null ? Optional.empty() : usb(root.resolve(CLASS).resolve(node.toString()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The file by which a USB device is spoken to; none when it is on the bus no more.
   *
   * @param usb as {@link #usbOf} gave it
   */
  Optional<Path> file(Path usb) {
    try {
      int bus = Integer.parseInt(line(usb.resolve("busnum")));
      int device = Integer.parseInt(line(usb.resolve("devnum")));
      return Optional.of(root.resolve(DEVICES).resolve("bus/usb/%03d/%03d".formatted(bus, device)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
