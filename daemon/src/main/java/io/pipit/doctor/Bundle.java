package io.pipit.doctor;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A new ZIP file of texts; what was begun and not written is removed again. */
public final class Bundle implements AutoCloseable {
  private static final String FOLDER = "pipit-report/";

  private final Path file;
  private final OutputStream stream;
  private boolean written;

  private Bundle(Path file, OutputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /**
   * Begins a file, so that it is known before all the work whether that is possible.
   *
   * @throws UserException when there is a file of this name, or none can be made
   */
  public static Bundle create(Path file) {
    try {
      return new Bundle(
          file,
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (FileAlreadyExistsException e) {
      throw new UserException(
          ExitCode.CANT_CREATE, file + ": is there already; name a new file", e);
    } catch (IOException e) {
      throw new UserException(
          ExitCode.CANT_CREATE,
          file + ": can't be made; name a file in a folder that you may write to",
          e);
    }
  }

  /** Writes all of it: texts by the names of files. */
  void write(Map<String, String> texts) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(stream, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry(FOLDER + text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    written = true;
  }

  @Override
  public void close() throws IOException {
    stream.close();
    if (!written) {
      Files.deleteIfExists(file);
    }
  }
}
