package io.pipit.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One camera.
 *
 * @param name letters, digits, '-' and '_'
 * @param source where its pictures come from
 * @param fps frames per second to ask for at most; 0: as many as it gives
 * @param frameTimeout a picture must come within this time
 * @param objects which things count
 */
public record CameraSettings(
    String name, Source source, double fps, Duration frameTimeout, ObjectSettings objects) {

  /** Where a camera's pictures come from. */
  public sealed interface Source {
    /** The built-in street scene, drawn from a seed. */
    record Demo(long seed, int width, int height) implements Source {}

    /** A video file, played at its own speed, from the start again when {@code loop}. */
    record File(Path path, boolean loop) implements Source {}

    /** A folder of JPEG or PNG pictures in the order of their names. */
    record Folder(Path path, boolean loop) implements Source {}

    /** A USB camera; width and height 0: the camera's own choice. */
    record V4l2(String device, int width, int height) implements Source {}

    /** A network camera. */
    record Rtsp(String url, Transport transport) implements Source {
      /** How RTP travels. */
      public enum Transport {
        TCP,
        UDP
      }

      /** The URL as it may be printed: without its password. */
      public String shownUrl() {
        return Secrets.mask(url);
      }

      @Override
      public String toString() {
        return "Rtsp[url=" + shownUrl() + ", transport=" + transport + "]";
      }
    }

    /** A ribbon-cable camera of a Raspberry Pi; {@code id} empty: the first. */
    record Libcamera(String id, int width, int height) implements Source {}
  }
}
