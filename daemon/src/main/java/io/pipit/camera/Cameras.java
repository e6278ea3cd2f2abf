package io.pipit.camera;

import io.pipit.camera.gst.CameraProgram;
import io.pipit.camera.gst.ProcessCamera;
import io.pipit.camera.gst.StreamCamera;
import io.pipit.camera.usb.UsbCameras;
import io.pipit.camera.usb.UsbDevice;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.RecoverySettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.util.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes the camera that the settings ask for. */
public final class Cameras {
  /** GStreamer's first start on a slow card may take half of this. */
  private static final Duration MIN_OPEN_TIMEOUT = Duration.ofSeconds(30);

  /** What ending a child may take beyond its limits, on a busy board. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private static final UsbCameras DEVICES = new UsbCameras(Path.of("/"));

  private Cameras() {}

  /**
   * A camera, not yet opened.
   *
   * @param maxWidth frames of a child process come scaled down to this, aspect ratio kept
   * @param maxHeight frames of a child process come scaled down to this, aspect ratio kept
   * @param realTime whether files and the demo run at their own speed, not as fast as they can
   */
  public static Camera create(
      CameraSettings settings, int maxWidth, int maxHeight, boolean realTime) {
    String name = settings.name();
    double fps = settings.fps();
    Source source = settings.source();
    if (source instanceof Source.Demo demo) {
      return new DemoCamera(name, demo, fps, realTime);
    }
    if (source instanceof Source.Folder folder) {
      String rotate = settings.shape().rotate();
      return repeated(
          new FolderCamera(name, folder.path(), realTime ? fps : 0, rotate), folder.loop());
    }
    CameraProgram.Delivery delivery =
        new CameraProgram.Delivery(fps, maxWidth, maxHeight, realTime, settings.shape());
    StreamAdvice advice = new StreamAdvice(settings, maxWidth, maxHeight);
    ProcessCamera.Limits limits =
        new ProcessCamera.Limits(
            isLive(source), openTimeout(settings), settings.limits().frameTimeout());
    if (source instanceof Source.V4l2 video) {
      UsbDevice device = new UsbDevice(DEVICES, video.device(), UsbDevice.program());
      return new ReportingCamera(
          StreamCamera.of(
              name,
              source,
              title(source),
              settings.shape().decoder(),
              mode ->
                  CameraProgram.description(
                      new Source.V4l2(device.find(), video.width(), video.height()),
                      delivery,
                      mode,
                      ""),
              limits,
              device::reset),
          advice);
    }
    Camera camera =
        StreamCamera.of(
            name,
            source,
            title(source),
            settings.shape().decoder(),
            mode -> CameraProgram.description(source, delivery, mode, password(source)),
            limits,
            () -> false);
    return repeated(
        new ReportingCamera(camera, advice), source instanceof Source.File file && file.loop());
  }

  /** Who waits longer than that for one frame of many waits as long for the first. */
  private static Duration openTimeout(CameraSettings settings) {
    Duration frame = settings.limits().frameTimeout();
    return frame.compareTo(MIN_OPEN_TIMEOUT) > 0 ? frame : MIN_OPEN_TIMEOUT;
  }

  /** What is expected of the camera while it is open. */
  public static CameraLoop.Limits limits(CameraSettings settings, RecoverySettings recovery) {
    CameraSettings.Limits limits = settings.limits();
    Duration between = settings.fps() == 0 ? Duration.ZERO : seconds(1 / settings.fps());
    Duration patience = openTimeout(settings).plus(limits.frameTimeout()).plus(between).plus(SLACK);
    return isLive(settings.source())
        ? new CameraLoop.Limits(
            limits.staleAfter(), limits.frozenAfter(), patience, recovery.usbResetAfter())
        : new CameraLoop.Limits(Duration.ZERO, Duration.ZERO, patience, null);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) Math.min(1000 * seconds, Integer.MAX_VALUE));
  }

  /** How many of the cameras have frames that a child process decodes. */
  public static int decoded(List<CameraSettings> cameras) {
    return (int)
        cameras.stream()
            .map(CameraSettings::source)
            .filter(source -> !(source instanceof Source.Demo || source instanceof Source.Folder))
            .count();
  }

  /** Whether the camera never ends by itself. */
  public static boolean isLive(CameraSettings settings) {
    return isLive(settings.source());
  }

  private static boolean isLive(Source source) {
    return source instanceof Source.V4l2
        || source instanceof Source.Rtsp
        || source instanceof Source.Http
        || source instanceof Source.Libcamera;
  }

  /** As it is at this moment: a file may have another one when the camera is opened again. */
  private static String password(Source source) throws CameraException {
    try {
      if (source instanceof Source.Rtsp rtsp) {
        return rtsp.password().reveal();
      }
      return source instanceof Source.Http http ? http.password().reveal() : "";
    } catch (IOException e) {
      throw new CameraException(title(source) + ": " + e.getMessage(), e);
    }
  }

  /** What the source is, for messages; without a password. */
  public static String title(Source source) {
    if (source instanceof Source.File file) {
      return file.path().toString();
    }
    if (source instanceof Source.V4l2 v4l2) {
      return v4l2.device();
    }
    if (source instanceof Source.Rtsp rtsp) {
      return rtsp.url().toString();
    }
    if (source instanceof Source.Http http) {
      return http.url().toString();
    }
    if (source instanceof Source.Libcamera libcamera) {
      return ("libcamera " + libcamera.id()).strip();
    }
    return source.toString();
  }

  private static Camera repeated(Camera camera, boolean loop) {
    return loop ? new RepeatingCamera(camera) : camera;
  }

  /**
   * Finds whether any camera can give frames at all. One without its file or folder fails alone:
   * the others, rules and outputs go on without it.
   *
   * @throws UserException what is wrong with the first, when something is with every one
   */
  public static void checkAny(List<CameraSettings> cameras) {
    UserException first = null;
    for (CameraSettings camera : cameras) {
      try {
        check(camera);
        return;
      } catch (UserException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /**
   * Finds what no waiting can repair, before anything is started: a file or a program is missing.
   *
   * @throws UserException with a line for the user
   */
  public static void check(CameraSettings settings) {
    Source source = settings.source();
    String owner = "camera " + settings.name() + ": ";
    if (source instanceof Source.Folder folder && !Files.isDirectory(folder.path())) {
      throw new UserException(
          ExitCode.NO_INPUT, owner + folder.path() + ": no such folder of images");
    }
    if (source instanceof Source.File file) {
      checkFile(owner, file.path());
    }
  }

  private static void checkFile(String owner, Path path) {
    String problem =
        !Files.exists(path)
            ? Platform.isGarbled(path.toString())
                ? "its name has bytes that this system's language does not know; rename it"
                : "no such file"
            : Files.isDirectory(path)
                ? "a folder, not a video; use type = folder for images"
                : !Files.isReadable(path) ? "no permission to read it" : "";
    if (!problem.isEmpty()) {
      throw new UserException(ExitCode.NO_INPUT, owner + path + ": " + problem);
    }
  }
}
