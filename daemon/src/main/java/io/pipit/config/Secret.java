package io.pipit.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A password, or the file that it is in; never printed. */
public final class Secret {
  /** No password. */
  public static final Secret NONE = new Secret("", null);

  private final String text;
  private final @Nullable Path file;

  private Secret(String text, @Nullable Path file) {
    this.text = text;
    this.file = file;
  }

  /** A password that the configuration itself has. */
  static Secret of(String text) {
    return new Secret(text, null);
  }

  /** The first line of a file. */
  static Secret in(Path file) {
    return new Secret("", file);
  }

  /**
   * The password as it is now; empty: there is none.
   *
   * @throws IOException when its file can't be read; the message names it
   */
  public String reveal() throws IOException {
    if (file == null) {
      return text;
    }
    try (var lines = Files.newBufferedReader(file)) {
      String line = lines.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new IOException("the password's file " + file + " can't be read", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && text.equals(secret.text)
        && Objects.equals(file, secret.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, file);
  }

  @Override
  public String toString() {
    return "***";
  }
}
