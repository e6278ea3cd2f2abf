package io.pipit.camera.gst;

import io.pipit.scene.Frame.Layout;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code pipit-camera} writes: records of a header of 64 bytes and a payload, as
 * daemon/native/camera/records.h has them. The program may crash, or be another one than expected,
 * so each number is checked before it is used.
 */
final class RecordReader {
  static final int HEADER_BYTES = 64;
  static final int MAGIC = 0x31435050;

  /** Longer than any side that a model needs; a frame of two such sides has 192 MiB. */
  static final int MAX_SIDE = 8192;

  private static final int MAX_SHOWN_SIDE = 65_535;
  private static final int MAX_TEXT_BYTES = 1 << 16;

  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private final ByteBuffer header =
      ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  RecordReader(InputStream in) {
    this.in = in;
  }

  /** What a record is. */
  enum Type {
    FRAME,
    ERROR,
    END,
    DECODER,
    STREAM
  }

  /**
   * Reads a header; the payload comes next.
   *
   * @return null when the output has ended
   * @throws EOFException when it ends within a header
   * @throws IOException when it is not a header, or has an impossible value
   */
  @Nullable Type next() throws IOException {
    int got = in.readNBytes(header.array(), 0, HEADER_BYTES);
    if (got == 0) {
      return null;
    }
    if (got < HEADER_BYTES) {
      throw new EOFException();
    }
    if (header.getInt(0) != MAGIC) {
      throw new IOException("its output is not in the format of pipit-camera");
    }
    Type type =
        switch (header.getInt(4)) {
          case 1 -> Type.FRAME;
          case 2 -> Type.ERROR;
          case 3 -> Type.END;
          case 4 -> Type.DECODER;
          case 5 -> Type.STREAM;
          default -> throw new IOException("it writes records of an unknown type");
        };
    if (type == Type.FRAME) {
      checkFrame();
    } else if (payload() < 0 || payload() > MAX_TEXT_BYTES) {
      throw new IOException("it writes a text of " + payload() + " bytes");
    }
    return type;
  }

  private void checkFrame() throws IOException {
    if (!isWithin(width(), MAX_SIDE)
        || !isWithin(height(), MAX_SIDE)
        || !isWithin(shownWidth(), MAX_SHOWN_SIDE)
        || !isWithin(shownHeight(), MAX_SHOWN_SIDE)
        || stride() < 3 * width()
        || stride() > 4 * MAX_SIDE
        || payload() != (long) stride() * height()) {
      throw new IOException(
          "it delivers frames of %dx%d (rows of %d bytes), shown as %dx%d; at most %dx%d are taken"
              .formatted(
                  width(), height(), stride(), shownWidth(), shownHeight(), MAX_SIDE, MAX_SIDE));
    }
  }

  private static boolean isWithin(int side, int max) {
    return side >= 1 && side <= max;
  }

  private int payload() {
    return header.getInt(8);
  }

  private int width() {
    return header.getInt(12);
  }

  private int height() {
    return header.getInt(16);
  }

  private int stride() {
    return header.getInt(20);
  }

  private int shownWidth() {
    return header.getInt(24);
  }

  private int shownHeight() {
    return header.getInt(28);
  }

  /** How the pixels of the frame lie. */
  Layout layout() {
    return new Layout(width(), height(), stride(), shownWidth(), shownHeight());
  }

  /**
   * Reads a frame's pixels until the buffer is full.
   *
   * @return false when the output has ended before, or was closed
   */
  boolean pixels(ByteBuffer pixels) {
    try {
      while (pixels.hasRemaining()) {
        int n = in.read(chunk, 0, Math.min(CHUNK, pixels.remaining()));
        if (n < 0) {
          return false;
        }
        pixels.put(chunk, 0, n);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** When the frame was captured, by the clock of {@link System#nanoTime}. */
  long time() {
    return header.getLong(32);
  }

  /** Nanoseconds since the stream's beginning; -1: unknown. */
  long streamTime() {
    return header.getLong(40);
  }

  /** Frames that were left out since the last one, as they were too old. */
  int dropped() {
    return header.getInt(48);
  }

  /** The payload of a record that is not a frame: its texts. */
  List<String> texts() throws IOException {
    byte[] bytes = in.readNBytes(payload());
    if (bytes.length < payload()) {
      throw new EOFException();
    }
    return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
  }
}
