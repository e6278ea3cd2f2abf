package io.pipit.camera.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A /sys such as Linux makes for a USB camera, and a program that notes what it is given. */
class UsbDeviceTest {
  @TempDir private Path root;

  @Test
  void theDeviceBehindTheCameraIsResetByItsNumbersOfNow() throws Exception {
    Path usb = plug();
    UsbDevice device = device("echo \"$1\" >> " + root.resolve("asked"));
    assertEquals("/dev/video0", device.find());
    assertTrue(device.reset());
    Files.writeString(usb.resolve("devnum"), "114\n");
    Files.delete(root.resolve("sys/class/video4linux/video0")); // its driver has lost it
    assertTrue(device.reset());
    assertEquals(
        root.resolve("dev/bus/usb/001/005") + "\n" + root.resolve("dev/bus/usb/001/114") + "\n",
        Files.readString(root.resolve("asked")));
  }

  @Test
  void whatIsNotOnTheBusCannotBeReset() throws Exception {
    Path usb = plug();
    UsbDevice device = device("echo asked > " + root.resolve("asked"));
    assertFalse(device.reset(), "it was never found");
    device.find();
    Files.delete(usb.resolve("busnum"));
    assertFalse(device.reset(), "it was plugged out");
    assertFalse(Files.exists(root.resolve("asked")));
  }

  @Test
  void aProgramThatFailsOrIsNotThereHasResetNothing() throws Exception {
    plug();
    UsbDevice refused = device("echo not permitted >&2; exit 77");
    refused.find();
    assertFalse(refused.reset());
    UsbDevice without = new UsbDevice(new UsbCameras(root), "/dev/video0", root.resolve("none"));
    without.find();
    assertFalse(without.reset());
  }

  private UsbDevice device(String script) throws IOException {
    Path program = root.resolve("reset-" + script.hashCode());
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new UsbDevice(new UsbCameras(root), "/dev/video0", program);
  }

  /** Returns the folder of the USB device. */
  private Path plug() throws IOException {
    Path usb = Files.createDirectories(root.resolve("sys/devices/usb1/1-1"));
    Path part = Files.createDirectories(usb.resolve("1-1:1.0"));
    Files.writeString(usb.resolve("idVendor"), "1234\n");
    Files.writeString(usb.resolve("busnum"), "1\n");
    Files.writeString(usb.resolve("devnum"), "5\n");
    Path node = Files.createDirectories(root.resolve("sys/class/video4linux")).resolve("video0");
    Path real = Files.createDirectories(part.resolve("video4linux/video0"));
    Files.createSymbolicLink(real.resolve("device"), part);
    Files.createSymbolicLink(node, real);
    Files.createDirectories(root.resolve("dev"));
    Files.createFile(root.resolve("dev/video0"));
    return usb;
  }
}
