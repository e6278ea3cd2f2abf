package io.pipit.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the JDK's reader does not say of a JPEG file.
 *
 * @param components 1 for grey, 3 for colours, 4 for CMYK
 * @param adobe whether Adobe's marker is there: its CMYK values are inverted
 * @param ycck whether the four components are YCCK
 * @param orientation Exif's: 1 upright to 8
 */
record JpegHeader(int components, boolean adobe, boolean ycck, int orientation) {
  static final JpegHeader NONE = new JpegHeader(3, false, false, 1);

  private static final int ORIENTATION = 0x0112;

  /** Whether these are the first bytes of a JPEG file. */
  static boolean isJpeg(byte[] file) {
    return file.length > 3
        && (file[0] & 0xff) == 0xff
        && (file[1] & 0xff) == 0xd8
        && (file[2] & 0xff) == 0xff;
  }

  /** Reads the segments before the image's data; what is broken is passed over. */
  static JpegHeader read(byte[] file) {
    int components = 3;
    boolean adobe = false;
    boolean ycck = false;
    int orientation = 1;
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      int length = ((file[at + 2] & 0xff) << 8) | (file[at + 3] & 0xff);
      int end = Math.min(file.length, at + 2 + length);
      if (marker == 0xda || length < 2) { // the data begins
        break;
      }
      if (isFrame(marker) && at + 9 < end) {
        components = file[at + 9] & 0xff;
      } else if (marker == 0xee && startsWith(file, at + 4, end, "Adobe") && at + 15 < end) {
        adobe = true;
        ycck = file[at + 15] == 2;
      } else if (marker == 0xe1 && startsWith(file, at + 4, end, "Exif\0\0")) {
        orientation = orientation(ByteBuffer.wrap(file, at + 10, end - at - 10).slice());
      }
      at += 2 + length;
    }
    return new JpegHeader(components, adobe, ycck, orientation);
  }

  /** Start of frame, of any of the ways to compress. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean startsWith(byte[] file, int from, int end, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    if (from + wanted.length > end) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (file[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Of a TIFF structure, as Exif has it; 1 where it does not say. */
  static int orientation(ByteBuffer tiff) {
    if (tiff.limit() < 8) {
      return 1;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (directory + 2 > tiff.limit()) {
      return 1;
    }
    int entries = tiff.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      if (entry + 12 > tiff.limit()) {
        return 1;
      }
      if ((tiff.getShort((int) entry) & 0xffff) == ORIENTATION) {
        int value = tiff.getShort((int) entry + 8) & 0xffff;
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }
}
