package io.pipit.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** How long a video says that it is, for those that say so in one place. */
final class VideoLength {
  private VideoLength() {}

  /** In seconds; empty where it is not known. */
  static OptionalDouble seconds(Path video) {
    if (!Files.isRegularFile(video)) { // reading a pipe would take from who plays it
      return OptionalDouble.empty();
    }
    try (FileChannel file = FileChannel.open(video)) {
      return read(file, 0, 4).getInt(0) == MatroskaLength.EBML
          ? MatroskaLength.seconds(file)
          : Mp4Length.seconds(file);
    } catch (IOException e) {
      return OptionalDouble.empty(); // playing it says why
    }
  }

  /** Some bytes of the file; what lies behind its end reads as zeros. */
  static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    long position = at;
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, position);
      if (read < 0) {
        break;
      }
      position += read;
    }
    return buffer;
  }
}
