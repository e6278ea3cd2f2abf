package io.pipit.camera;

import io.pipit.image.ImageFile;
import io.pipit.image.RgbImage;
import io.pipit.scene.Frame.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of a folder in the order of their names. */
final class FolderCamera implements Camera {
  private static final Logger LOG = LoggerFactory.getLogger(FolderCamera.class);

  private final String name;
  private final Path folder;
  private final double fps;
  private final String rotate;
  private final Set<Path> reported = new HashSet<>();
  private List<Path> files = List.of();
  private int next;
  private boolean anyRead;
  private volatile @Nullable Pacer pacer;

  /**
   * A folder's images.
   *
   * @param fps frames per second; 0: as fast as they can be read
   * @param rotate auto: as each image says; else how all are turned, whatever they say
   */
  FolderCamera(String name, Path folder, double fps, String rotate) {
    this.name = name;
    this.folder = folder;
    this.fps = fps;
    this.rotate = rotate;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open() throws CameraException {
    close();
    files = list();
    if (files.isEmpty()) {
      throw CameraException.permanent(folder + ": no images in this folder");
    }
    next = 0;
    anyRead = false;
    pacer = new Pacer(fps);
  }

  private List<Path> list() throws CameraException {
    if (!Files.isDirectory(folder)) {
      throw CameraException.permanent(
          folder + (Files.exists(folder) ? ": not a folder" : ": no such folder"));
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CameraException(folder + ": can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    Pacer pace = pacer;
    if (pace == null || pace.await() < 0) {
      throw new CameraException("it is closed");
    }
    while (next < files.size()) {
      buffer.markArrival();
      RgbImage image = image(files.get(next++));
      if (image != null) {
        anyRead = true;
        image.copyRgb(buffer.ofSize(image.bytes()));
        return new Layout(
            image.width(), image.height(), 3 * image.width(), image.ownWidth(), image.ownHeight());
      }
    }
    if (!anyRead) {
      throw CameraException.permanent(folder + ": none of its files is an image that can be read");
    }
    return null;
  }

  private @Nullable RgbImage image(Path file) {
    try {
      return ImageFile.read(file).turned(rotate);
    } catch (IOException e) {
      if (reported.add(file)) {
        LOG.warn("[camera {}] left out: {}", name, e.getMessage());
      }
      return null;
    }
  }

  @Override
  public void close() {
    Pacer pace = pacer;
    if (pace != null) {
      pace.close();
    }
  }
}
