package io.pipit.config;

import io.pipit.util.Platform;
import java.nio.file.Path;
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
    if (!section.hasSection(key)) {
      section.hide(key);
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
    }
    place.rejectUnknownKeys();
    return Secret.in(file);
  }
}
