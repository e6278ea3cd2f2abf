package io.pipit.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One camera.
 *
 * @param name letters, digits, '-' and '_'
 * @param source where its frames come from
 * @param fps frames per second to ask for at most; 0: as many as it gives
 * @param limits what a camera that is open must keep to
 * @param objects which objects count
 * @param regions zones, lines and masks in its view
 * @param shape what the camera itself does not say of its frames
 * @param motion which of its frames the model examines
 */
public record CameraSettings(
    String name,
    Source source,
    double fps,
    Limits limits,
    ObjectSettings objects,
    Regions regions,
    Shape shape,
    MotionSettings motion) {
  /** A camera whose stream says what its frames are, and of which all are examined. */
  public CameraSettings(
      String name,
      Source source,
      double fps,
      Limits limits,
      ObjectSettings objects,
      Regions regions) {
    this(name, source, fps, limits, objects, regions, Shape.AUTO, MotionSettings.UNGATED);
  }

  /** The same, with frames as those of another one. */
  CameraSettings from(CameraSettings other) {
    return new CameraSettings(
        name, other.source, other.fps, other.limits, objects, regions, other.shape, motion);
  }

  /**
   * How long a camera that is open may give nothing new.
   *
   * @param staleAfter a live camera without a frame for so long is stale
   * @param frameTimeout without a frame for so long it has failed
   * @param frozenAfter a live camera whose frames are equal for so long has failed; 0: never
   */
  public record Limits(Duration staleAfter, Duration frameTimeout, Duration frozenAfter) {
    public Limits {
      if (staleAfter.compareTo(frameTimeout) >= 0) {
        throw new IllegalArgumentException(
            "camera: stale-after must be less than frame-timeout, "
                + (staleAfter + " is not less than " + frameTimeout));
      }
    }
  }

  /** Where a camera's frames come from. */
  public sealed interface Source {
    /** The built-in street scene, drawn from a seed. */
    record Demo(long seed, int width, int height) implements Source {}

    /** A video file, played at its own speed, from the start again when {@code loop}. */
    record File(Path path, boolean loop) implements Source {}

    /** A folder of JPEG or PNG images in the order of their names. */
    record Folder(Path path, boolean loop) implements Source {}

    /** A USB camera; width and height 0: the camera's own choice. */
    record V4l2(String device, int width, int height) implements Source {}

    /**
     * A network camera.
     *
     * @param password for the user that the URL names; {@link Secret#NONE}: the URL has it, or none
     */
    record Rtsp(CameraUrl url, Transport transport, Secret password) implements Source {
      /** How RTP travels. */
      public enum Transport {
        TCP,
        UDP
      }
    }

    /**
     * A camera that sends JPEG images over HTTP.
     *
     * @param interval time between two requests, each of which is answered with one image; zero:
     *     one answer has all images, one after the other
     * @param password for the user that the URL names; {@link Secret#NONE}: the URL has it, or none
     */
    record Http(CameraUrl url, Duration interval, Secret password) implements Source {}

    /** A ribbon-cable camera of a Raspberry Pi; {@code id} empty: the first. */
    record Libcamera(String id, int width, int height) implements Source {}
  }
}
