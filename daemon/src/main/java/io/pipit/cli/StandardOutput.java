package io.pipit.cli;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that ends the command when it can't be written: a {@code PrintWriter} by itself
 * would go on in silence after {@code pipit detect | head -1} has lost its reader.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream target;
  private final boolean pipe;

  /** The reader of standard output has left: the command ends quietly. */
  public static final class ReaderLeft extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReaderLeft(IOException cause) {
      super("the reader of standard output has left", cause);
    }
  }

  StandardOutput(OutputStream target, boolean pipe) {
    this.target = target;
    this.pipe = pipe;
  }

  /** The process's own standard output. */
  public static StandardOutput open() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out), Terminal.OUTPUT.isPipe());
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      if (pipe) {
        throw new ReaderLeft(e);
      }
      throw new UserException(
          ExitCode.CANT_CREATE, "standard output can't be written: " + e.getMessage(), e);
    }
  }
}
