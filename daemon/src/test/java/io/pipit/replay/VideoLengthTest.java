package io.pipit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoLengthTest {
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

  private static final byte[] MATROSKA = element(0x1A45DFA3, new byte[5]);

  @TempDir private Path folder;

  @Test
  void itIsWhatTheMovieHeaderSays() throws IOException {
    byte[] movie = box("moov", join(box("free", new byte[3]), box("mvhd", header(600, 7500))));
    assertEquals(OptionalDouble.of(12.5), seconds(join(box("ftyp", new byte[8]), movie)));
  }

  @Test
  void largeBoxesAndLongTimesAreRead() throws IOException {
    byte[] data = new byte[5];
    byte[] large =
        ByteBuffer.allocate(16 + data.length).putInt(1).put(name("mdat")).putLong(21).array();
    byte[] header =
        ByteBuffer.allocate(40).put((byte) 1).position(20).putInt(1000).putLong(90_000).array();
    assertEquals(OptionalDouble.of(90), seconds(join(large, box("moov", box("mvhd", header)))));
  }

  @Test
  void aMatroskaFileSaysItInItsInfo() throws IOException {
    byte[] scale = element(0x2AD7B1, new byte[] {0x0F, 0x42, 0x40});
    byte[] length = element(0x4489, ByteBuffer.allocate(8).putDouble(12_500).array());
    byte[] info = element(0x1549A966, join(scale, length));
    byte[] file = join(MATROSKA, element(0x18538067, join(element(0xEC, new byte[9]), info)));
    assertEquals(OptionalDouble.of(12.5), seconds(file));
    byte[] single = element(0x4489, ByteBuffer.allocate(4).putFloat(12_500).array());
    byte[] live = element(0x18538067, element(0x1549A966, single));
    live[4] = (byte) 0xFF; // its size is unknown
    assertEquals(OptionalDouble.of(12.5), seconds(join(MATROSKA, live)));
    for (int bytes = MATROSKA.length; bytes < file.length; bytes++) {
      assertEquals(UNKNOWN, seconds(Arrays.copyOf(file, bytes)), bytes + " bytes");
    }
    byte[] late = join(element(0x1F43B675, new byte[4]), info);
    assertEquals(UNKNOWN, seconds(join(MATROSKA, element(0x18538067, late))), "behind a cluster");
  }

  @Test
  void whatIsNoVideoOrDoesNotSayItIsUnknown() throws IOException {
    byte[] movie = box("moov", box("mvhd", header(600, 7500)));
    assertEquals(UNKNOWN, VideoLength.seconds(folder.resolve("none.mp4")));
    assertEquals(UNKNOWN, seconds(new byte[0]));
    assertEquals(UNKNOWN, seconds("no video at all, but a text".getBytes(StandardCharsets.UTF_8)));
    assertEquals(UNKNOWN, seconds(box("moov", box("free", new byte[40]))));
    assertEquals(UNKNOWN, seconds(box("moov", box("mvhd", header(0, 7500)))));
    assertEquals(UNKNOWN, seconds(box("moov", box("mvhd", header(600, 0)))));
    for (int bytes = 1; bytes < movie.length; bytes++) {
      assertEquals(UNKNOWN, seconds(Arrays.copyOf(movie, bytes)), bytes + " bytes");
    }
    ByteBuffer.wrap(movie).putInt(1).putInt(0x6d6f6f76).putLong(Long.MAX_VALUE);
    assertEquals(UNKNOWN, seconds(movie));
  }

  private OptionalDouble seconds(byte[] file) throws IOException {
    return VideoLength.seconds(Files.write(folder.resolve("a.mp4"), file));
  }

  private static byte[] header(int scale, int units) {
    return ByteBuffer.allocate(100).position(12).putInt(scale).putInt(units).array();
  }

  private static byte[] box(String type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(name(type))
        .put(content)
        .array();
  }

  /** With a size of one byte. */
  private static byte[] element(int id, byte[] content) {
    int bytes = id > 0xFFFFFF ? 4 : id > 0xFFFF ? 3 : id > 0xFF ? 2 : 1;
    ByteBuffer element = ByteBuffer.allocate(bytes + 1 + content.length);
    for (int i = bytes - 1; i >= 0; i--) {
      element.put((byte) (id >> (8 * i)));
    }
    return element.put((byte) (0x80 | content.length)).put(content).array();
  }

  private static byte[] name(String type) {
    return type.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
