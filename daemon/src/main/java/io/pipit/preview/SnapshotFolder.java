package io.pipit.preview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of images that is never larger than it may be: the oldest go first. */
final class SnapshotFolder {
  private static final String SUFFIX = ".jpg";

  private final Path folder;
  private final long maxBytes;

  /** An image that is there. */
  private record Stored(Path file, long bytes) {}

  SnapshotFolder(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** Adds an image, after room was made for it. There is never a half of one under its name. */
  void add(String name, byte[] image) throws IOException {
    if (image.length > maxBytes) {
      throw new IOException(name + " is larger than snapshots.max-size");
    }
    Files.createDirectories(folder);
    makeRoom(image.length);
    Path part = folder.resolve(name + ".part");
    try {
      Files.write(part, image);
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** By name, as names begin with a time: a file's own time is lost when a card is copied. */
  private void makeRoom(long bytes) throws IOException {
    List<Stored> images = new ArrayList<>();
    long all = bytes;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(SUFFIX) && Files.isRegularFile(file)) {
          Stored image = new Stored(file, Files.size(file));
          images.add(image);
          all += image.bytes();
        }
      }
    }
    images.sort(Comparator.comparing(image -> String.valueOf(image.file().getFileName())));
    for (Stored image : images) {
      if (all <= maxBytes) {
        break;
      }
      Files.deleteIfExists(image.file());
      all -= image.bytes();
    }
  }
}
