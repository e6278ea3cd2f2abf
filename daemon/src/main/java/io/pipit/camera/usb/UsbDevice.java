package io.pipit.camera.usb;

import io.pipit.camera.CameraException;
import io.pipit.util.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configured video device: where it is now, and how it is reset when it is a USB device. Used
 * by its camera's thread.
 */
public final class UsbDevice {
  private static final Logger LOG = LoggerFactory.getLogger(UsbDevice.class);
  private static final long PATIENCE_SECONDS = 10;

  private final UsbCameras devices;
  private final String name;
  private final Path program;
  private @Nullable Path usb;

  /**
   * A device.
   *
   * @param name as configured
   * @param program resets the device whose file it is given
   */
  public UsbDevice(UsbCameras devices, String name, Path program) {
    this.devices = devices;
    this.name = name;
    this.program = program;
  }

  /** The program that is installed beside the native libraries. */
  public static Path program() {
    return Platform.program("pipit-usb-reset");
  }

  /**
   * Its path now.
   *
   * @throws CameraException when it is not there
   */
  public String find() throws CameraException {
    String path = devices.find(name);
    // Known from now on: when its driver loses it, no video device leads to it any more.
    usb = devices.usbOf(path).orElse(usb);
    return path;
  }

  /** Resets it; returns false when that can't be, and says why. */
  public boolean reset() throws InterruptedException {
    Path known = usb;
    Path file = known == null ? null : devices.file(known).orElse(null);
    if (file == null) {
      LOG.warn("[camera] {} is on no USB bus: it can't be reset", name);
      return false;
    }
    try {
      Process reset =
          new ProcessBuilder(List.of(program.toString(), file.toString()))
              .redirectErrorStream(true)
              .start();
      if (!reset.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        reset.destroyForcibly();
        LOG.warn("[camera] {}: the reset of {} does not end", name, file);
        return false;
      }
      if (reset.exitValue() == 0) {
        return true;
      }
      String why = new String(reset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      LOG.warn("[camera] {} can't be reset: {}", name, why.strip());
    } catch (IOException e) {
      LOG.warn("[camera] {} can't be reset: {}", name, e.toString());
    }
    return false;
  }
}
