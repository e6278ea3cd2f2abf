package io.pipit.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long a Matroska or WebM file says that it is: in the element {@code Info} of its segment, in
 * front of the first cluster (RFC 9559, 5.1.2; the numbers are those of RFC 8794).
 */
final class MatroskaLength {
  /** The element with which each such file begins. */
  static final int EBML = 0x1A45DFA3;

  private static final int SEGMENT = 0x18538067;
  private static final int CLUSTER = 0x1F43B675;
  private static final int INFO = 0x1549A966;
  private static final int TIMESTAMP_SCALE = 0x2AD7B1;
  private static final int DURATION = 0x4489;
  private static final int MAX_HEADER = 12;
  private static final double USUAL_SCALE = 1_000_000;

  private MatroskaLength() {}

  /** Its content lies between two offsets of the file. */
  private record Element(int id, long from, long to) {}

  /** In seconds; empty where it does not say. */
  static OptionalDouble seconds(FileChannel file) throws IOException {
    Element all = new Element(0, 0, file.size());
    Element segment = find(file, SEGMENT, all);
    Element info = segment == null ? null : find(file, INFO, segment);
    Element duration = info == null ? null : find(file, DURATION, info);
    if (info == null || duration == null) {
      return OptionalDouble.empty();
    }
    Element scale = find(file, TIMESTAMP_SCALE, info);
    double nanos = number(file, duration) * (scale == null ? USUAL_SCALE : integer(file, scale));
    return nanos > 0 && Double.isFinite(nanos)
        ? OptionalDouble.of(1e-9 * nanos)
        : OptionalDouble.empty();
  }

  /** The first of this kind inside another one, in front of any cluster. */
  private static @Nullable Element find(FileChannel file, int id, Element within)
      throws IOException {
    long at = within.from;
    while (at < within.to) {
      Element next = element(file, at, within.to);
      if (next == null || next.id == CLUSTER) {
        return null;
      }
      if (next.id == id) {
        return next;
      }
      at = next.to;
    }
    return null;
  }

  /** The element that begins at an offset; null where none can. */
  private static @Nullable Element element(FileChannel file, long at, long end) throws IOException {
    ByteBuffer header = VideoLength.read(file, at, MAX_HEADER);
    int idBytes = bytes(header.get(0));
    if (idBytes > 4) {
      return null;
    }
    int sizeBytes = bytes(header.get(idBytes));
    if (sizeBytes > 8) {
      return null;
    }
    long size = bits(header, idBytes, sizeBytes) & ((1L << (7 * sizeBytes)) - 1);
    boolean unknown = size == (1L << (7 * sizeBytes)) - 1;
    long from = at + idBytes + sizeBytes;
    if (from > end || (!unknown && size > end - from)) {
      return null;
    }
    return new Element((int) bits(header, 0, idBytes), from, unknown ? end : from + size);
  }

  /** How many bytes a number has that begins with this one: one more than zero bits lead it. */
  private static int bytes(byte first) {
    return Integer.numberOfLeadingZeros(Byte.toUnsignedInt(first)) - 24 + 1;
  }

  private static long bits(ByteBuffer buffer, int from, int bytes) {
    long bits = 0;
    for (int i = from; i < from + bytes; i++) {
      bits = bits << 8 | Byte.toUnsignedLong(buffer.get(i));
    }
    return bits;
  }

  private static double integer(FileChannel file, Element element) throws IOException {
    int bytes = (int) Math.min(8, element.to - element.from);
    return bits(VideoLength.read(file, element.from, 8), 0, bytes);
  }

  private static double number(FileChannel file, Element element) throws IOException {
    ByteBuffer content = VideoLength.read(file, element.from, 8);
    return element.to - element.from == 4 ? content.getFloat(0) : content.getDouble(0);
  }
}
