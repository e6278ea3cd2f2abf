package io.pipit.camera.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.camera.CameraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A /sys and a /dev such as Linux makes for USB cameras. */
class UsbCamerasTest {
  private static final String LINK = "usb-Acme_Eye_S1-video-index0";

  @TempDir private Path root;

  @Test
  void aCameraIsFoundByItsSerialUnderWhateverNumber() throws Exception {
    plug("1-1", "video0", 0, "Eye", "S1");
    plug("1-1", "video1", 1, "Eye", "S1");
    plug("1-2", "video2", 0, "Eye", "S2");
    assertEquals("/dev/video0", find("usb:S1"));
    assertEquals("/dev/video2", find("usb:S2"));
    unplug("video0");
    unplug("video1");
    plug("1-1", "video5", 0, "Eye", "S1");
    assertEquals("/dev/video5", find("usb:S1"));
  }

  @Test
  void aCameraIsFoundByItsNameInById() throws Exception {
    plug("1-1", "video3", 0, "Eye", "S1");
    Path byId = Files.createDirectories(root.resolve("dev/v4l/by-id"));
    Files.createSymbolicLink(byId.resolve(LINK), Path.of("../../video3"));
    assertEquals("/dev/v4l/by-id/" + LINK, find(LINK));
    assertEquals("/dev/v4l/by-id/" + LINK, find("/dev/v4l/by-id/" + LINK));
    assertEquals("/dev/video3", find("/dev/video3"));
    unplug("video3");
    assertEquals(LINK + ": no such device; no video device is there", fault(LINK));
  }

  @Test
  void aMissingCameraIsToldWithWhatIsThere() throws Exception {
    assertEquals("usb:S9: no such camera is plugged in; no video device is there", fault("usb:S9"));
    platform("video10", "codec");
    plug("1-2", "video2", 0, "Eye", "S2");
    plug("1-2", "video4", 1, "Eye", "S2");
    String there = "there is /dev/video2 (Eye, usb:S2), /dev/video10 (codec)";
    assertEquals("usb:S9: no such camera is plugged in; " + there, fault("usb:S9"));
    assertEquals("/dev/video9: no such device; " + there, fault("/dev/video9"));
  }

  @Test
  void aSerialThatTwoCamerasHaveNamesBoth() throws Exception {
    plug("1-1", "video0", 0, "Eye", "0001");
    plug("1-2", "video2", 0, "Other", "0001");
    assertEquals(
        "usb:0001 fits more than one: /dev/video0 (Eye, usb:0001), /dev/video2 (Other, usb:0001);"
            + " name one by its path in /dev/v4l/by-path",
        fault("usb:0001"));
  }

  @Test
  void aCameraWithoutASerialIsNoMatchForAnEmptyOne() throws Exception {
    plug("1-1", "video0", 0, "Eye", "");
    platform("video10", "codec");
    assertEquals(
        "usb:: no such camera is plugged in;" + " there is /dev/video0 (Eye), /dev/video10 (codec)",
        fault("usb:"));
  }

  private String find(String device) throws CameraException {
    return new UsbCameras(root).find(device);
  }

  private String fault(String device) {
    return assertThrows(CameraException.class, () -> find(device)).reason();
  }

  /** One node of a USB camera: video4linux entry, interface and device. */
  private void plug(String port, String node, int index, String name, String serial)
      throws IOException {
    Path usb = Files.createDirectories(root.resolve("sys/devices/usb1/" + port));
    Files.writeString(usb.resolve("idVendor"), "1234\n");
    if (!serial.isEmpty()) {
      Files.writeString(usb.resolve("serial"), serial + "\n");
    }
    node(Files.createDirectories(usb.resolve(port + ":1.0")), node, index, name);
  }

  /** A node of something that is not on USB. */
  private void platform(String node, String name) throws IOException {
    node(Files.createDirectories(root.resolve("sys/devices/platform/" + name)), node, 0, name);
  }

  private void node(Path device, String node, int index, String name) throws IOException {
    Path entry = Files.createDirectories(device.resolve("video4linux/" + node));
    Files.writeString(entry.resolve("index"), index + "\n");
    Files.writeString(entry.resolve("name"), name + "\n");
    Files.createSymbolicLink(entry.resolve("device"), device);
    Path all = Files.createDirectories(root.resolve("sys/class/video4linux"));
    Files.createSymbolicLink(all.resolve(node), entry);
    Files.createFile(Files.createDirectories(root.resolve("dev")).resolve(node));
  }

  private void unplug(String node) throws IOException {
    Path link = root.resolve("sys/class/video4linux/" + node);
    Path entry = link.toRealPath();
    Files.delete(link);
    for (String file : new String[] {"index", "name", "device"}) {
      Files.delete(entry.resolve(file));
    }
    Files.delete(root.resolve("dev/" + node));
  }
}
