package io.pipit.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of the board; what is not there or can't be read is empty. */
public final class Board {
  private final Path root;

  /**
   * The files under a root.
   *
   * @param root / except in tests
   */
  public Board(Path root) {
    this.root = root;
  }

  /** Where a file of the board is. */
  public Path path(String file) {
    return root.resolve(file.substring(1));
  }

  public boolean has(String file) {
    return Files.exists(path(file));
  }

  /** Whether whoever asks may read and write a file. */
  public boolean mayUse(String file) {
    return Files.isReadable(path(file)) && Files.isWritable(path(file));
  }

  /** A file's text without what surrounds it; the device tree ends its texts with a zero. */
  public String text(String file) {
    return String.join("\n", lines(file)).replace("\0", "").strip();
  }

  public List<String> lines(String file) {
    try {
      return Files.readAllLines(path(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The names in a folder that match, numbers in their order. */
  public List<String> names(String folder, String pattern) {
    try (Stream<Path> entries = Files.list(path(folder))) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.matches(pattern))
          .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The target of a symbolic link; the file itself when it is not a link. */
  public String target(String file) {
    String link = link(file);
    return link.isEmpty() ? file : Path.of(file).resolveSibling(link).normalize().toString();
  }

  /** What a link says, as it stands; empty when it is none. */
  public String link(String file) {
    try {
      return Files.readSymbolicLink(path(file)).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
