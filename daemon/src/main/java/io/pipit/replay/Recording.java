package io.pipit.replay;

import io.pipit.camera.Camera;
import io.pipit.camera.CameraException;
import io.pipit.camera.Cameras;
import io.pipit.camera.FrameBuffer;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.ModelSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A video, or a folder of images, in the place of a camera: each frame at its own time in the
 * recording, whatever the clock says.
 */
public final class Recording {
  private static final double USUAL_FPS = 10;

  private final CameraSettings settings;
  private final FrameTime start;
  private final double fps;
  private long firstNanos;

  /**
   * A recording that a camera might have given.
   *
   * @param camera how it would take frames; as many a second are taken from the recording, 10 when
   *     it takes all
   * @param start time of the first frame
   * @throws UserException when there is no such file
   */
  public Recording(Path path, CameraSettings camera, FrameTime start) {
    this.start = start;
    fps = camera.fps() > 0 ? Math.ceil(camera.fps()) : USUAL_FPS;
    Source source =
        Files.isDirectory(path) ? new Source.Folder(path, false) : new Source.File(path, false);
    settings =
        new CameraSettings(
            camera.name(), source, fps, camera.limits(), camera.objects(), camera.regions());
    Cameras.check(settings);
  }

  /** Its length in seconds, as far as that is known before it is played. */
  public OptionalDouble seconds() {
    if (settings.source() instanceof Source.File file) {
      return VideoLength.seconds(file.path());
    }
    try (Stream<Path> images = Files.list(((Source.Folder) settings.source()).path())) {
      return OptionalDouble.of(images.filter(Files::isRegularFile).count() / fps);
    } catch (IOException e) {
      return OptionalDouble.empty(); // playing it says why
    }
  }

  /** Frames that are taken of each second. */
  public double fps() {
    return fps;
  }

  /**
   * Shows all frames, one after the other.
   *
   * @return the time of the end
   * @throws UserException when it can't be read
   */
  public FrameTime play(ModelSettings.Input input, Consumer<Frame> frames)
      throws InterruptedException {
    Camera camera = Cameras.create(settings, input.maxWidth(), input.maxHeight(), false);
    FrameBuffer buffer = new FrameBuffer();
    long number = 0;
    FrameTime last = start;
    try {
      camera.open();
      for (Frame.Layout layout = camera.read(buffer);
          layout != null;
          layout = camera.read(buffer)) {
        last = time(buffer, number);
        frames.accept(
            new Frame(settings.name(), number, last, layout, buffer.pixels(), 0, () -> {}));
        number++;
      }
    } catch (CameraException e) {
      throw new UserException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    } finally {
      camera.close();
    }
    return number == 0 ? start : last.plusNanos(Math.round(1e9 / fps));
  }

  /** By the video's own time where it has one, else by the frame's number. */
  private FrameTime time(FrameBuffer buffer, long number) {
    long since = buffer.streamNanos();
    if (since < 0) {
      return start.plusNanos(Math.round(number * 1e9 / fps));
    }
    if (number == 0) {
      firstNanos = since;
    }
    return start.plusNanos(Math.max(0, since - firstNanos));
  }
}
