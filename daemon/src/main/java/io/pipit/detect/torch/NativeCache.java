package io.pipit.detect.torch;

import io.pipit.errors.ExitCode;
import io.pipit.util.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of unpacked libraries, each complete or not there at all: files are written into a folder
 * aside, flushed to the disk, and the folder is renamed. A lock keeps two processes that start at
 * once from unpacking twice; the rename keeps them right even where locks do not work.
 */
final class NativeCache {
  private static final Logger log = LoggerFactory.getLogger(NativeCache.class);
  private static final String PART = ".part-";

  private final Path root;

  NativeCache(Path root) {
    this.root = root;
  }

  /** Where the cache is: PIPIT_CACHE, else XDG_CACHE_HOME/pipit, else .cache/pipit at home. */
  static Path root() {
    return root(Platform::variable, Platform.userHome());
  }

  static Path root(Function<String, Optional<String>> environment, String home) {
    Optional<String> own = environment.apply("PIPIT_CACHE");
    if (own.isPresent()) {
      return Path.of(own.get());
    }
    return environment
        .apply("XDG_CACHE_HOME")
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, "pipit"))
        .orElse(Path.of(home, ".cache", "pipit"));
  }

  /**
   * The folder of that name with these files in it, unpacked if it is not there yet.
   *
   * @throws NativeLibraryException when it can't be written
   */
  Path directory(String name, Map<String, URL> files) {
    Path directory = root.resolve(name);
    if (Files.isDirectory(directory)) {
      return directory;
    }
    try {
      Files.createDirectories(root);
      try (FileChannel file =
              FileChannel.open(
                  root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = file.lock()) {
        if (held.isValid() && !Files.isDirectory(directory)) {
          removeRemains(name);
          unpack(directory, files);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new NativeLibraryException(
          ExitCode.CANT_CREATE,
          "libtorch cannot be unpacked into "
              + root
              + ": "
              + reason(e)
              + "; set PIPIT_CACHE to a folder that can be written and has 500 MB free",
          e);
    }
  }

  private void unpack(Path directory, Map<String, URL> files) throws IOException {
    log.info("[native] unpacking libtorch into {}, this once", directory);
    Path part = Files.createTempDirectory(root, directory.getFileName() + PART);
    try {
      for (Map.Entry<String, URL> file : files.entrySet()) {
        Path target = part.resolve(file.getKey());
        try (InputStream in = file.getValue().openStream()) {
          Files.copy(in, target);
        }
        flush(target);
      }
      flush(part);
      Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
      flush(root);
    } catch (IOException e) {
      deleteTree(part);
      if (!Files.isDirectory(directory)) {
        throw e;
      }
      // Another process was faster; its folder is as good.
    }
  }

  /** What a process that was killed while unpacking left behind. Only under the lock. */
  private void removeRemains(String name) throws IOException {
    List<Path> remains;
    try (Stream<Path> all = Files.list(root)) {
      remains = all.filter(p -> p.getFileName().toString().startsWith(name + PART)).toList();
    }
    for (Path part : remains) {
      deleteTree(part);
    }
  }

  private static void flush(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason != null ? reason : e.toString();
  }
}
