package io.pipit.doctor;

import io.pipit.board.Board;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A made-up board's files. */
record Tree(Path root) {
  /** Writes a file of the board. */
  Tree with(String file, String text) {
    try {
      Path path = root.resolve(file.substring(1));
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a link of the board. */
  Tree link(String file, String target) {
    try {
      Path path = root.resolve(file.substring(1));
      Files.createDirectories(path.resolveSibling("."));
      Files.createSymbolicLink(path, Path.of(target));
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Board board() {
    return new Board(root);
  }
}
