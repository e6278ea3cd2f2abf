package io.pipit.config;

import io.pipit.errors.Suggestion;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code snapshots}. */
final class SnapshotsReader {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,7}) ?(MiB|GiB)");
  private static final long MIN = 1L << 20;
  private static final long MAX = 1L << 40;

  private final SnapshotSettings settings;
  private final Set<String> rules;

  /**
   * Reads it.
   *
   * @param names of all rules
   */
  SnapshotsReader(Section section, Collection<String> names) {
    String folder =
        section.read(
            "folder",
            new ValueRule<>(
                    "a folder's whole path, such as /var/lib/pipit/snapshots",
                    "",
                    text -> text.startsWith("/") ? text : null)
                .or("none", ""));
    long maxBytes =
        section.read(
            "max-size",
            new ValueRule<>("a size such as 100MiB, 1MiB to 1024GiB", MIN, SnapshotsReader::size));
    boolean drawn = section.oneOf("draw", "true", "false").equals("true");
    rules = NamesReader.names(section, "on", "all");
    for (String rule : rules) {
      if (!names.contains(rule)) {
        section.problem("on", "must be rules, has \"" + rule + '"' + Suggestion.hint(rule, names));
      }
    }
    section.rejectUnknownKeys();
    settings = new SnapshotSettings(folder.isEmpty() ? null : Path.of(folder), maxBytes, drawn);
  }

  SnapshotSettings settings() {
    return settings;
  }

  /** Whether a rule has an image of what makes it fire. */
  boolean isFor(String rule) {
    return settings.folder() != null && (rules.isEmpty() || rules.contains(rule));
  }

  private static @Nullable Long size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return null;
    }
    long bytes = Long.parseLong(size.group(1)) << (size.group(2).equals("MiB") ? 20 : 30);
    return bytes < MIN || bytes > MAX ? null : bytes;
  }
}
