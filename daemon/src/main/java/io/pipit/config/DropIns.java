package io.pipit.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the files that are read after a configuration file: those in the folder beside it. */
final class DropIns {
  static final String FOLDER = "conf.d";

  private static final String ENDING = ".conf";

  private DropIns() {}

  /** Where they are; the folder need not be there. */
  static Path folder(Path file) {
    return file.resolveSibling(FOLDER);
  }

  /**
   * All of them in the order of their names. What editors and dpkg leave behind is none of them:
   * its name is hidden, begins with '#' or ends otherwise.
   *
   * @throws IOException when the folder is there and can't be listed
   */
  static List<Path> of(Path file) throws IOException {
    Path folder = folder(file);
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, DropIns::counts)) {
      files.forEach(found::add);
    }
    found.sort(Comparator.comparing(DropIns::name));
    return found;
  }

  private static boolean counts(Path file) {
    String name = name(file);
    return name.endsWith(ENDING) && !name.startsWith(".") && !name.startsWith("#");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
