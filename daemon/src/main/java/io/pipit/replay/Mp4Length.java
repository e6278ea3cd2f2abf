package io.pipit.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long an MP4 or QuickTime file says that it is: in the box {@code mvhd} inside {@code moov}
 * (ISO/IEC 14496-12, 8.2.2).
 */
final class Mp4Length {
  /** The types' four letters. */
  private static final int MOOV = 0x6D6F6F76;

  private static final int MVHD = 0x6D766864;
  private static final int HEADER = 8;
  private static final int LARGE_HEADER = 16;

  private Mp4Length() {}

  /** What lies between two offsets of the file. */
  private record Span(long from, long to) {}

  /** In seconds; empty where it does not say. */
  static OptionalDouble seconds(FileChannel file) throws IOException {
    Span movie = find(file, MOOV, new Span(0, file.size()));
    Span header = movie == null ? null : find(file, MVHD, movie);
    return header == null ? OptionalDouble.empty() : seconds(file, header);
  }

  /** The content of the first box of a type; null where there is none. */
  private static @Nullable Span find(FileChannel file, int type, Span within) throws IOException {
    long at = within.from;
    while (at + HEADER <= within.to) {
      ByteBuffer box = VideoLength.read(file, at, LARGE_HEADER);
      long size = Integer.toUnsignedLong(box.getInt(0));
      int header = size == 1 ? LARGE_HEADER : HEADER;
      size = size == 0 ? within.to - at : size == 1 ? box.getLong(HEADER) : size;
      if (size < header || size > within.to - at) {
        return null;
      }
      if (box.getInt(4) == type) {
        return new Span(at + header, at + size);
      }
      at += size;
    }
    return null;
  }

  private static OptionalDouble seconds(FileChannel file, Span header) throws IOException {
    ByteBuffer box = VideoLength.read(file, header.from, 32);
    boolean large = box.get(0) == 1;
    long scale = Integer.toUnsignedLong(box.getInt(large ? 20 : 12));
    long units = large ? box.getLong(24) : Integer.toUnsignedLong(box.getInt(16));
    return scale == 0 || units <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) units / scale);
  }
}
