package io.pipit.config;

import io.pipit.util.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.regex.Pattern;

/** Reads a password: its text, or where it is. */
final class SecretReader {
  /** Where systemd puts the unit's credentials. */
  private static final String CREDENTIALS = "/run/credentials/pipit.service";

  private static final Pattern ANY = Pattern.compile(".*");
  private static final Pattern SOME = Pattern.compile(".+");
  private static final Pattern NAME = Pattern.compile("[^\\s\"'\\[\\]{},]{1,64}");

  private SecretReader() {}

  /**
   * The password of a key.
   *
   * @param folder relative files are searched here
   */
  static Secret read(Section section, String key, Path folder) {
    return section.hide(key, find(section, key, folder));
  }

  private static Secret find(Section section, String key, Path folder) {
    if (!section.hasSection(key)) {
      String text = section.text(key, "a text, { file = PATH } or { credential = NAME }", ANY);
      return text.isEmpty() ? Secret.NONE : Secret.of(text);
    }
    Section place = section.section(key);
    Path file;
    if (place.has("credential")) {
      String name = place.text("credential", "a name that the unit's LoadCredential has", NAME);
      file = Path.of(Platform.variable("CREDENTIALS_DIRECTORY").orElse(CREDENTIALS), name);
    } else {
      file = folder.resolve(place.text("file", "the path of a file with a password", SOME));
      checkFile(place, file);
    }
    place.rejectUnknownKeys();
    return Secret.in(file);
  }

  private static void checkFile(Section place, Path file) {
    if (!Files.exists(file)) {
      place.warning("file", "names " + file + ", which is not there (or you may not look)");
      return;
    }
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        place.warning(
            "file", "names %s, which everybody may read; chmod o-r %s".formatted(file, file));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // whoever runs the daemon finds out
    }
  }

  /** Says what is odd about a password and the URL that it is for. */
  static void check(Section section, String key, Secret password, CameraUrl url) {
    if (password.equals(Secret.NONE)) {
      return;
    }
    if (!url.password().isEmpty()) {
      section.warning(key, "counts in place of the password in the url; give one of them");
    }
    if (url.user().isEmpty()) {
      section.warning(key, "is never used, because the url names no user: scheme://USER@host/...");
    }
  }
}
