package io.pipit.config;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a configuration file, read within bounds. */
final class ConfigText {
  /** The shipped file has some 20 kB; what is much larger is something else. */
  static final int MAX_BYTES = 1 << 20;

  private ConfigText() {}

  /**
   * The whole text, without a byte order mark.
   *
   * @throws UserException when the file can't be read or is no configuration at all
   */
  static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw noInput(file, "is a directory; name the configuration file in it", null);
    }
    if (!Files.exists(file)) {
      throw noInput(file, "not found; name an existing configuration file", null);
    }
    if (!Files.isRegularFile(file)) {
      throw noInput(file, "is not a regular file; name the configuration file", null);
    }
    byte[] bytes;
    try (InputStream input = Files.newInputStream(file)) {
      bytes = input.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw noInput(file, "can't be read; check its owner and permissions", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw wrong(
          file,
          lineAt(bytes, MAX_BYTES),
          "the file is larger than 1 MiB up to here; is it the right one?");
    }
    return decode(file, bytes);
  }

  private static String decode(Path file, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer input = ByteBuffer.wrap(bytes);
    String text;
    try {
      text = decoder.decode(input).toString();
    } catch (CharacterCodingException e) {
      throw wrong(
          file,
          lineAt(bytes, input.position()),
          "must be written in UTF-8; save it in that encoding");
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw wrong(file, lineAt(bytes, nul), "must be a text, has a character NUL");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static int lineAt(byte[] bytes, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  private static ConfigException wrong(Path file, int line, String message) {
    return new ConfigException(List.of(new ConfigProblem(file.toString(), line, message)));
  }

  private static UserException noInput(Path file, String what, @Nullable Throwable cause) {
    String message = file + ": " + what;
    return cause == null
        ? new UserException(ExitCode.NO_INPUT, message)
        : new UserException(ExitCode.NO_INPUT, message, cause);
  }
}
