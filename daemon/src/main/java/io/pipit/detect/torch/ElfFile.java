package io.pipit.detect.torch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A shared library as a file. One that was cut, by a card that fails or a disk that was full, can
 * be mapped by the loader all the same and kills the process with SIGBUS once the missing part is
 * used. So its length is compared with what its headers say. See elf(5).
 */
final class ElfFile {
  private static final int MAGIC = 0x7f454c46;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;

  private ElfFile() {}

  /**
   * How long a file must be at least by its own headers, in bytes.
   *
   * @throws IOException also when it is no 64-bit ELF file, or ends within its headers
   */
  static long minLength(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = read(channel, 0, HEADER_BYTES);
      if (header.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC || header.get(4) != 2) {
        throw new IOException("it is no shared library");
      }
      header.order(ByteOrder.LITTLE_ENDIAN);
      long programs = header.getLong(32);
      long sections = header.getLong(40);
      int count = Short.toUnsignedInt(header.getShort(56));
      long length =
          sections
              + (long) Short.toUnsignedInt(header.getShort(58))
                  * Short.toUnsignedInt(header.getShort(60));
      for (int i = 0; i < count; i++) {
        long at = programs + (long) i * PROGRAM_HEADER_BYTES;
        ByteBuffer part = read(channel, at, PROGRAM_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        length = Math.max(length, part.getLong(8) + part.getLong(32));
      }
      return length;
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (position < 0 || channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("it ends within its headers");
      }
    }
    return buffer.flip();
  }
}
